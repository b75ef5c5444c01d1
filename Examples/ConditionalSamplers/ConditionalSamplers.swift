import Foundation
import Lacuna

/// The program: one of three tasks with its arguments.
enum ConditionalSamplers {
    case compare(mixture: String, model: String, comparison: String)
    case sample(mixture: String, rowCount: Int, seed: Int, output: String)
    case density(mixture: String, data: String)

    init(arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("compare", 4): self = .compare(mixture: arguments[1], model: arguments[2], comparison: arguments[3])
        case ("density", 3): self = .density(mixture: arguments[1], data: arguments[2])
        case ("sample", 5):
            guard let rowCount = Int(arguments[2]), rowCount > 0, let seed = Int(arguments[3]) else { fallthrough }
            self = .sample(mixture: arguments[1], rowCount: rowCount, seed: seed, output: arguments[4])
        default:
            throw LacunaError(
                .usage,
                [
                    "usage: ConditionalSamplers compare MIXTURE.json5 MODEL.safetensors SAMPLERS.json5",
                    "       ConditionalSamplers sample MIXTURE.json5 ROWS SEED OUT.csv",
                    "       ConditionalSamplers density MIXTURE.json5 DATA.csv",
                ])
        }
    }

    func run() throws {
        switch self {
        case .compare(let mixture, let model, let comparison):
            try Self.compare(mixture: PlaneMixture.read(path: mixture), model: model, comparison: comparison)
        case .sample(let mixture, let rowCount, let seed, let output):
            let mixture = try PlaneMixture.read(path: mixture)
            var stream = RandomStream(seed: UInt64(bitPattern: Int64(seed))).child("rows")
            let lines = (0..<rowCount).map { _ in
                mixture.sample(using: &stream).map { String(format: "%.9g", $0) }.joined(separator: ",")
            }
            try AtomicFile.replace(path: output) { (writer) throws(LacunaError) in
                try writer.write((["x1,x2"] + lines + [""]).joined(separator: "\n"))
            }
        case .density(let mixture, let data):
            let mixture = try PlaneMixture.read(path: mixture)
            let table = try Table.read(path: data)
            let values = (0..<table.rowCount).compactMap { row -> Double? in
                guard table.columnCount == 2, let first = table.number(row: row, column: 0),
                    let second = table.number(row: row, column: 1)
                else { return nil }
                return mixture.logDensity(at: [first, second])
            }
            guard values.count == table.rowCount else {
                throw LacunaError(.data, "\(data): two columns of numbers without a missing cell are expected")
            }
            print(String(format: "%.4f nats a row", values.reduce(0, +) / Double(values.count)))
        }
    }

    /// Prints one line a sampler, below that of exact draws.
    private static func compare(mixture: PlaneMixture, model: String, comparison path: String) throws {
        let comparison = try Comparison.read(path: path)
        let plane = try FittedPlane(path: model, threadCount: ProcessInfo.processInfo.activeProcessorCount)
        let conditions = Condition.published
        let heads = ["sampler", "decoder evaluations"] + conditions.map(\.title) + ["seconds"]
        print("| \(heads.joined(separator: " | ")) |")
        print("|\(String(repeating: " --- |", count: heads.count))")

        func line(
            _ name: String, evaluations: Int?, _ draws: (Condition, RandomStream) throws -> [Double]
        ) throws {
            var means = conditions.map { _ in Divergences() }
            let share = 1 / Double(comparison.repetitions)
            let clock = ContinuousClock()
            var elapsed = Duration.zero
            for repetition in 0..<comparison.repetitions {
                let stream = RandomStream(seed: UInt64(repetition)).child("comparison")
                for (index, condition) in conditions.enumerated() {
                    let start = clock.now
                    let drawn = try draws(condition, stream.child(index))
                    elapsed += clock.now - start
                    let truth = mixture.conditional(given: condition.coordinate, at: condition.value)
                    means[index].add(Divergences(of: drawn, from: truth), share: share)
                }
            }
            let cells = means.map { String(format: "%.4f / %.4f", $0.kullbackLeibler, $0.jensenShannon) }
            let seconds = String(format: "%.2f", elapsed / .seconds(1) * share)
            print("| \(([name, evaluations.map(String.init) ?? "–"] + cells + [seconds]).joined(separator: " | ")) |")
            fflush(nil)
        }

        try line("draws of the true conditional", evaluations: nil) { condition, stream in
            let truth = mixture.conditional(given: condition.coordinate, at: condition.value)
            var stream = stream.child("truth")
            return (0..<comparison.drawCount).map { _ in truth.sample(using: &stream) }
        }
        for trial in comparison.trials {
            try line(trial.name, evaluations: trial.evaluations) { condition, stream in
                try plane.draws(trial, count: comparison.drawCount, given: condition, stream: stream)
            }
        }
    }
}
