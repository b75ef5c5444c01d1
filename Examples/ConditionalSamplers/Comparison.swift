import Lacuna

/// What is compared, read from a file.
struct Comparison: Configurable {
    static let keyDescriptions = [
        KeyDescription("drawCount", "imputations of each conditional", .between(1, 1_000_000)),
        KeyDescription(
            "repetitions", "how often everything is done, with other noise; the table holds means", .between(1, 1_000)),
        KeyDescription("trials", "samplers with their work"),
    ]

    /// Imputations of each conditional.
    var drawCount = 10_000
    /// How often everything is done, with other noise; the table holds means.
    var repetitions = 3
    /// The samplers.
    var trials: [SamplerTrial] = []

    func problems() -> [ConfigurationProblem] {
        trials.filter { $0.rowCount > 0 && drawCount % $0.rowCount != 0 }.map { trial in
            ConfigurationProblem(
                key: "trials",
                message: "must divide \(drawCount) draws evenly over rows, but \(trial.name) has \(trial.rowCount)")
        }
    }
}
