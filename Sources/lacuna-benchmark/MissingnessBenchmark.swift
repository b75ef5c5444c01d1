import Lacuna

/// Steps with a missingness model beside those of a MIWAE on the same nets: half of the cells of all columns are missing.
enum MissingnessBenchmark {
    private struct Subject {
        var name: String
        var keys: [String]
        var limit: Double?
    }

    private static let subjects = [
        Subject(name: "MIWAE", keys: []),
        Subject(
            name: "not-MIWAE, exact integration", keys: ["model.missingness=selfMasking", "model.integration=exact"],
            limit: 1.5),
        Subject(
            name: "not-MIWAE, sampled integration",
            keys: ["model.missingness=selfMasking", "model.integration=sampled"]
        ),
        Subject(name: "linear in all columns, sampled", keys: ["model.missingness=linear"]),
    ]

    /// 3 × 128 and 2 × 128 hidden units.
    private static let nets = [
        (name: "3×128", hidden: [128, 128, 128]), (name: "2×128", hidden: [128, 128]),
    ]

    /// Milliseconds a step, and the median ratio to the MIWAE's.
    static func run(threads: Int, batch: Int) throws -> [BenchmarkFigure] {
        let catalog = try Catalog.bundled()
        let dataset = MIWAEBenchmark.dataset()
        var figures: [BenchmarkFigure] = []
        for net in nets {
            for observation in ["gaussian", "studentT"] {
                let trainings = try subjects.map { subject in
                    let network = "{ type: \"mlp\", hidden: \(net.hidden), activation: \"tanh\" }"
                    let configuration = try Configuration.read(
                        text: MIWAEBenchmark.configuration,
                        overrides: [
                            "model.observation.continuous=\(observation)", "model.decoder=\(network)",
                            "model.encoder=\(network)", "training.batchSize=\(batch)",
                        ] + subject.keys, catalog: catalog)
                    let blueprint = try Blueprint(configuration, catalog: catalog)
                    return try Training(
                        model: blueprint.model(for: dataset), bound: blueprint.bound, dataset: dataset,
                        options: configuration.training, stream: RandomStream(seed: 1), threadCount: threads)
                }
                let times = StepTimes.measure(trainings, stepsPerRound: max(640 / batch, 5))
                for (index, subject) in subjects.enumerated() {
                    figures.append(
                        BenchmarkFigure(
                            name: "\(net.name), \(observation): \(subject.name)",
                            value: Stopwatch.median(times[index]) * 1e3, best: (times[index].min() ?? .nan) * 1e3,
                            unit: "ms"))
                    guard index > 0 else { continue }
                    let ratios = zip(times[index], times[0]).map { $0 / $1 }
                    figures.append(
                        BenchmarkFigure(
                            name: "  beside the MIWAE", value: Stopwatch.median(ratios), best: ratios.min() ?? .nan,
                            unit: "×", target: subject.limit.map { "≤ \($0)" }))
                }
            }
        }
        return figures
    }
}
