import Foundation
import Lacuna

/// The program: one of five tasks with its arguments.
enum MissingNotAtRandom {
    case sample(ToyProblem, rowCount: Int, seed: Int, output: String)
    case score(ToyProblem, complete: String, holes: String, model: String, test: String, testHoles: String)
    case exact(ToyProblem, complete: String, holes: String)
    case linear(complete: String, holes: String)
    case picture(ToyProblem, complete: String, holes: String, output: String, models: [(title: String, path: String)])

    init(arguments: [String]) throws {
        let usage = LacunaError(
            .usage,
            [
                "usage: MissingNotAtRandom sample PROBLEM ROWS SEED OUT.csv",
                "       MissingNotAtRandom score PROBLEM COMPLETE.csv HOLES.csv MODEL.safetensors TEST.csv TEST-HOLES.csv",
                "       MissingNotAtRandom exact PROBLEM COMPLETE.csv HOLES.csv",
                "       MissingNotAtRandom linear COMPLETE.csv HOLES.csv",
                "       MissingNotAtRandom picture PROBLEM COMPLETE.csv HOLES.csv OUT.svg TITLE=MODEL.safetensors …",
            ])
        guard arguments.count > 1 else { throw usage }
        switch (arguments[0], arguments.count) {
        case ("sample", 5):
            guard let rowCount = Int(arguments[2]), rowCount > 0, let seed = Int(arguments[3]) else { throw usage }
            self = .sample(
                try ToyProblem.named(arguments[1]), rowCount: rowCount, seed: seed, output: arguments[4])
        case ("score", 7):
            self = .score(
                try ToyProblem.named(arguments[1]), complete: arguments[2], holes: arguments[3], model: arguments[4],
                test: arguments[5], testHoles: arguments[6])
        case ("exact", 4):
            self = .exact(try ToyProblem.named(arguments[1]), complete: arguments[2], holes: arguments[3])
        case ("linear", 3): self = .linear(complete: arguments[1], holes: arguments[2])
        case ("picture", 6...):
            let models = arguments.dropFirst(5).compactMap { argument -> (title: String, path: String)? in
                guard let sign = argument.firstIndex(of: "=") else { return nil }
                return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
            }
            guard models.count == arguments.count - 5 else { throw usage }
            self = .picture(
                try ToyProblem.named(arguments[1]), complete: arguments[2], holes: arguments[3], output: arguments[4],
                models: models)
        default: throw usage
        }
    }

    func run() throws {
        switch self {
        case .sample(let problem, let rowCount, let seed, let output):
            var stream = RandomStream(seed: UInt64(bitPattern: Int64(seed))).child("rows")
            let lines = (0..<rowCount).map { _ in
                let point = problem.sample(using: &stream)
                return String(format: "%.9g,%.9g", point.x1, point.x2)
            }
            try Self.write((["x1,x2"] + lines + [""]).joined(separator: "\n"), to: output)
        case .score(let problem, let complete, let holes, let model, let test, let testHoles):
            let rows = try PlaneRows(complete: complete, holes: holes)
            let testRows = try PlaneRows(complete: test, holes: testHoles)
            let fit = try PlaneFit(path: model)
            let (means, draws) = try fit.complete(rows, drawCount: ImputationScore.drawCount)
            let score = try ImputationScore(means: means, draws: draws, of: rows, in: problem)
            let logProbability = try fit.logProbability(ofMissing: testRows.isMissing, at: testRows.points)
            print(score.line(logProbability: logProbability.map { $0.reduce(0, +) / Double($0.count) }))
        case .exact(let problem, let complete, let holes):
            let rows = try PlaneRows(complete: complete, holes: holes)
            print(try Self.exactScore(of: rows, in: problem).line(logProbability: 0))
        case .linear(let complete, let holes):
            let rows = try PlaneRows(complete: complete, holes: holes)
            print(String(format: "%.4f", LinearBoundary(of: rows).meanLogProbability))
        case .picture(let problem, let complete, let holes, let output, let models):
            let inputs = models.map { (path: $0.path, what: "model") } + [(complete, "table"), (holes, "table")]
            for (path, what) in inputs where FileIdentity.same(path, output) {
                throw LacunaError(
                    .file, "\(output) is a \(what) itself, which is never overwritten; name another file")
            }
            let rows = try PlaneRows(complete: complete, holes: holes)
            let columns = try models.map { try MissingnessColumn($0.title, PlaneFit(path: $0.path), rows, problem) }
            try Self.write(MissingnessPicture(problem: problem, rows: rows, columns: columns).document, to: output)
        }
    }

    /// The score of the true conditional: no method can expect a better one.
    static func exactScore(of rows: PlaneRows, in problem: ToyProblem) throws -> ImputationScore {
        var means = [Double](repeating: 0, count: rows.points.count)
        var draws = [[Double]](repeating: means, count: ImputationScore.drawCount)
        var stream = RandomStream(seed: 1).child("exact")
        for row in rows.missingRows {
            let conditional = ExactConditional(problem, given: rows.points[row].x2)
            means[row] = conditional.mean
            for index in draws.indices { draws[index][row] = conditional.sample(using: &stream) }
        }
        return try ImputationScore(means: means, draws: draws, of: rows, in: problem)
    }

    private static func write(_ text: String, to path: String) throws {
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in try writer.write(text) }
    }
}
