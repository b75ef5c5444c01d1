import Lacuna

/// Training steps with mixtures beside those of a MIWAE, on the same nets and with as many decoder evaluations a row.
enum BoundsBenchmark {
    /// A method with the keys that make it, and what its step may cost in steps of the first.
    struct Subject {
        var name: String
        var keys: [String]
        var limit: Double?
    }

    static let subjects = [
        Subject(
            name: "MIWAE, 5 draws",
            keys: ["posterior=\"gaussian\"", "bound={ type: \"importanceWeighted\", importanceSampleCount: 5 }"]),
        Subject(
            name: "MissSIWAE, 5 components",
            keys: [mixture("stratified"), "bound={ type: \"stratifiedImportanceWeighted\" }"], limit: 1.15),
        Subject(
            name: "MissIWAE, 5 components, 5 draws",
            keys: [mixture("ancestral"), "bound={ type: \"importanceWeighted\", importanceSampleCount: 5 }"], limit: 1.3
        ),
        Subject(
            name: "MVAE, 5 draws",
            keys: ["posterior=\"gaussian\"", "bound={ type: \"evidenceLowerBound\", sampleCount: 5 }"]),
        Subject(
            name: "MissSVAE, 5 components",
            keys: [mixture("stratified"), "bound={ type: \"stratifiedEvidenceLowerBound\" }"], limit: 1.15),
        Subject(
            name: "MissVAE, 5 components, 5 draws",
            keys: [mixture("ancestral"), "bound={ type: \"evidenceLowerBound\", sampleCount: 5 }"], limit: 1.3),
        Subject(
            name: "MissSIWAE, doubly reparametrised",
            keys: [
                mixture("stratified"),
                "bound={ type: \"stratifiedImportanceWeighted\", gradient: \"doublyReparametrised\" }",
            ]),
    ]

    /// The nets of the mixture data (residual, 3 blocks × 200, two latents) and those of the tables (3 × 128, ten latents).
    static let nets = [
        (
            name: "residual 3×200",
            keys: [
                "latentDimension=2", "observation.continuous=\"gaussian\"", "encoderInput=\"zeroWithMask\"",
                "decoder={ type: \"residualMLP\", blockCount: 3, width: 200 }",
                "encoder={ type: \"residualMLP\", blockCount: 3, width: 200 }",
            ]
        ),
        (name: "mlp 3×128", keys: ["latentDimension=10"]),
    ]

    private static func mixture(_ sampling: String) -> String {
        "posterior={ type: \"mixture\", componentCount: 5, sampling: \"\(sampling)\" }"
    }

    /// Milliseconds a step of each method, in turn round by round, and the median ratio to the first.
    static func run(threads: Int, batch: Int) throws -> [BenchmarkFigure] {
        let catalog = try Catalog.bundled()
        let dataset = MIWAEBenchmark.dataset()
        var figures: [BenchmarkFigure] = []
        for net in nets {
            let trainings = try subjects.map { subject in
                var overrides = net.keys.map { "model.\($0)" }
                overrides += subject.keys.map { $0.hasPrefix("posterior") ? "model.\($0)" : $0 }
                if !overrides.contains(where: { $0.contains("gradient") }) {
                    overrides.append("bound.gradient=\"stickingTheLanding\"")
                }
                overrides += [
                    "training.optimizer={ type: \"adam\", amsgrad: true }", "training.gradientNormLimit=10",
                    "training.heldOutShare=0", "training.averagingDecay=0", "training.batchSize=\(batch)",
                ]
                let configuration = try Configuration.read(overrides: overrides, catalog: catalog)
                let blueprint = try Blueprint(configuration, catalog: catalog)
                return try Training(
                    model: blueprint.model(for: dataset.layout), bound: blueprint.bound, dataset: dataset,
                    options: configuration.training, stream: RandomStream(seed: 1), threadCount: threads)
            }
            figures += measure(trainings, net: net.name, stepsPerRound: max(1600 / batch, 5))
        }
        return figures
    }

    private static func measure(_ trainings: [Training], net: String, stepsPerRound: Int) -> [BenchmarkFigure] {
        let times = StepTimes.measure(trainings, stepsPerRound: stepsPerRound)
        return subjects.indices.flatMap { index in
            let subject = subjects[index]
            let step = BenchmarkFigure(
                name: "\(net): \(subject.name)", value: Stopwatch.median(times[index]) * 1e3,
                best: (times[index].min() ?? .nan) * 1e3, unit: "ms")
            guard index > 0 else { return [step] }
            let ratios = zip(times[index], times[0]).map { $0 / $1 }
            let ratio = BenchmarkFigure(
                name: "  beside the MIWAE", value: Stopwatch.median(ratios), best: ratios.min() ?? .nan, unit: "×",
                target: subject.limit.map { "≤ \($0)" })
            return [step, ratio]
        }
    }
}
