import Lacuna

/// A sampler with the work that it is given.
struct SamplerTrial: Configurable {
    static let keyDescriptions = [
        KeyDescription("name", "what the table calls it"),
        KeyDescription("sampler", "sampler that is compared"),
        KeyDescription(
            "rowCount", "equal rows that share the draws, each with a run of its own", .between(1, 1_000_000)),
        KeyDescription(
            "evaluations",
            "latents decoded for all draws of one conditional; null where it is no sampler of that budget"),
    ]

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
        name.isEmpty ? [ConfigurationProblem(key: "name", message: "must say how to call the sampler")] : []
    }
}
