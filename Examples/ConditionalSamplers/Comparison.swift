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

/// A sampler with the work that it is given.
struct SamplerTrial: Configurable {
    /// What the table calls it.
    var name = ""
    /// The sampler.
    var sampler: Choice<Samplers> = "importanceResampling"
    /// Equal rows that share the draws, each with a run of its own: 1 is one long run.
    var rowCount = 1
    /// Latents decoded for all draws of one conditional, as the sampler's numbers say; `null` where it is no sampler of
    /// that budget.
    var evaluations: Int?

    func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if name.isEmpty {
            problems.append(ConfigurationProblem(key: "name", message: "must say how to call the sampler"))
        }
        if !(1...1_000_000).contains(rowCount) {
            problems.append(
                ConfigurationProblem(key: "rowCount", message: "must lie between 1 and 1000000, not \(rowCount)"))
        }
        return problems
    }
}
