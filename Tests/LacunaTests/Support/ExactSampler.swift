import Lacuna
import Testing

/// A sampler in a setting in which its draws follow p(x_m | x_o), up to far less than the tests can detect.
///
/// Samplers with self-normalised weights have a bias of the order of one over their latents, and chains one that falls with
/// their steps. Here it is small beside a standard error of the tests: with ten times the rows, no mean or covariance
/// deviates by more than three.
struct ExactSampler: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: ConfigurationValue

    var testDescription: String { "\(name) \(keys.entries?.map { "\($0.key)" } ?? [])" }

    /// All, of which `drawCount` draws a row can be asked. One that joins the catalog is one more line.
    static let all = [
        ExactSampler(name: "importanceResampling", keys: ["sampleCount": 300]),
        ExactSampler(name: "latentAdaptiveResampling", keys: ["imputationCount": 4, "steps": 40]),
        ExactSampler(
            name: "latentAdaptiveResampling", keys: ["imputationCount": 40, "steps": 4, "finalResampling": false]),
        ExactSampler(name: "metropolisWithinGibbs", keys: ["chainCount": 19, "steps": 60, "warmUpSteps": 0]),
        ExactSampler(name: "adaptiveCollapsedMetropolis", keys: ["chainCount": 19, "steps": 25, "warmUpSteps": 0]),
        ExactSampler(name: "exactGrid", keys: ["sidePointCount": 51, "end": 5]),
        ExactSampler(
            name: "auto",
            keys: [
                "sampleCount": 300,
                "escalation": ["type": "latentAdaptiveResampling", "imputationCount": 4, "steps": 40],
            ]),
    ]

    /// Draws a row: of chains, one each.
    static let drawCount = 19

    /// The sampler; chains start from the prior of the model.
    func sampler() throws -> any Sampler {
        try Catalog.bundled().make(Choice<Samplers>(named: name, keys: keys))
    }
}
