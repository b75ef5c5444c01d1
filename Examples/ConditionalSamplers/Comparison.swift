import Lacuna

/// What is compared, read from a file.
struct Comparison: Configurable {
    /// Imputations of each conditional.
    var drawCount = 10_000
    /// How often everything is done, with other noise; the table holds means.
    var repetitions = 3
    /// The samplers.
    var trials: [SamplerTrial] = []

    func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if !(1...1_000_000).contains(drawCount) {
            problems.append(ConfigurationProblem(key: "drawCount", message: "must lie between 1 and 1000000"))
        }
        if !(1...1_000).contains(repetitions) {
            problems.append(ConfigurationProblem(key: "repetitions", message: "must lie between 1 and 1000"))
        }
        for trial in trials where trial.rowCount > 0 && drawCount % trial.rowCount != 0 {
            problems.append(
                ConfigurationProblem(
                    key: "trials",
                    message: "must divide \(drawCount) draws evenly over rows, but \(trial.name) has \(trial.rowCount)")
            )
        }
        return problems
    }
}
