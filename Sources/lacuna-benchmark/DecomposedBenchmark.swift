import Lacuna

/// A step of DeMissVAE beside one of a VAE on complete rows, with as many latent samples.
///
/// A DeMissVAE step takes 5 imputations of each row of a batch, advances them by a step of latent-adaptive resampling, encodes
/// each and decodes a latent of each. As many latent samples of complete rows are 5 times the rows with a draw each (each sample
/// is encoded and decoded, as here), or the same rows with 5 draws each (each row is encoded once).
enum DecomposedBenchmark {
    private struct Subject {
        var name: String
        var isComplete = false
        var rowFactor = 1
        var keys: [String]
        var limit: Double?
    }

    private static let imputationCount = 5
    private static let subjects = [
        Subject(
            name: "VAE, 5 × the rows, 1 draw", isComplete: true, rowFactor: imputationCount,
            keys: ["method=vae", "bound.sampleCount=1"]),
        Subject(name: "DeMissVAE, 5 imputations, LAIR", keys: ["method=demissVAE"], limit: 2.2),
        Subject(name: "DeMissIWAE, 5 imputations, LAIR", keys: ["method=demissIWAE"]),
        Subject(name: "VAE, the rows, 5 draws", isComplete: true, keys: ["method=vae", "bound.sampleCount=5"]),
    ]

    /// Milliseconds a step, and the median ratio to the first.
    static func run(threads: Int, batch: Int) throws -> [BenchmarkFigure] {
        let catalog = try Catalog.bundled()
        let incomplete = MIWAEBenchmark.dataset()
        let complete = MIWAEBenchmark.dataset(observedShare: 1)
        var figures: [BenchmarkFigure] = []
        for net in BoundsBenchmark.nets {
            let trainings = try subjects.map { subject in
                let dataset = subject.isComplete ? complete : incomplete
                var overrides = net.keys.filter { !$0.hasPrefix("encoderInput") }.map { "model.\($0)" } + subject.keys
                overrides += [
                    "training.optimizer={ type: \"adam\", amsgrad: true }", "training.gradientNormLimit=10",
                    "training.heldOutShare=0", "training.averagingDecay=0",
                    "training.batchSize=\(batch * subject.rowFactor)",
                ]
                let configuration = try Configuration.read(overrides: overrides, catalog: catalog)
                let blueprint = try Blueprint(configuration, catalog: catalog)
                let training = try Training(
                    model: blueprint.model(for: dataset.layout), bound: blueprint.bound, dataset: dataset,
                    options: configuration.training, stream: RandomStream(seed: 1), threadCount: threads)
                // Imputations rest for the first epoch.
                for _ in 0...dataset.rowCount / training.batchSize { training.advance() }
                return training
            }
            let times = StepTimes.measure(trainings, stepsPerRound: max(320 / batch, 3))
            for (index, subject) in subjects.enumerated() {
                figures.append(
                    BenchmarkFigure(
                        name: "\(net.name): \(subject.name)", value: Stopwatch.median(times[index]) * 1e3,
                        best: (times[index].min() ?? .nan) * 1e3, unit: "ms"))
                guard index > 0 else { continue }
                let ratios = zip(times[index], times[0]).map { $0 / $1 }
                figures.append(
                    BenchmarkFigure(
                        name: "  beside the VAE", value: Stopwatch.median(ratios), best: ratios.min() ?? .nan,
                        unit: "×", target: subject.limit.map { "≤ \($0)" }))
            }
        }
        return figures
    }
}
