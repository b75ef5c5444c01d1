import Lacuna

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
