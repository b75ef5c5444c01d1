import Foundation
import Lacuna
import LacunaTestKit
import Testing

@Suite struct VampPriorTests {
    @Test func keepsItsContract() {
        for count in [1, 4] {
            let report = checkPrior(VampPrior(componentCount: count))
            #expect(report.passed, "\(report)")
        }
    }

    /// log 1/K Σ_k N(z; μ(u_k), σ(u_k)²) with the affine encoder of the example written out.
    @Test func densityAndResponsibilitiesHaveTheirClosedForm() throws {
        let latents = [0.4, -1.2, 2.5, 0.1, -0.7, -0.9]
        let probe = try PriorProbe(
            VampPrior(componentCount: 3), latents: latents, TensorShape(rows: 3, features: 2))
        let inputs = [0.2, -1, 0.5, 1.4, 0.3, -0.6, -0.8, 0.9, 2]
        let weight = (0..<12).map { 0.3 * sin(Double($0) * 1.3 + 0.4) }, bias = [0.1, -0.2, 0.4, 0.05]
        probe.set("prior.pseudoInputs", inputs)
        probe.set("encoder.network.weight", weight)
        probe.set("encoder.network.bias", bias)
        let (densities, responsibilities) = probe.run()
        for draw in 0..<3 {
            let terms = (0..<3).map { component in
                let head = (0..<4).map { output in
                    (0..<3).reduce(bias[output]) { $0 + inputs[component * 3 + $1] * weight[$1 * 4 + output] }
                }
                return (0..<2).reduce(1.0 / 3) { product, latent in
                    let scale = log1p(exp(head[2 + latent]))
                    let distance = (latents[draw * 2 + latent] - head[latent]) / scale
                    return product * exp(-0.5 * distance * distance) / (scale * (2 * .pi).squareRoot())
                }
            }
            let density = terms.reduce(0, +)
            #expect(abs(densities[draw] - log(density)) < 1e-12)
            for component in 0..<3 {
                #expect(abs(responsibilities[draw * 3 + component] - log(terms[component] / density)) < 1e-12)
            }
        }
    }

    @Test func unusableOptionsAreRefused() {
        for count in [0, -3, 1001, Int.max] {
            #expect(VampPrior(componentCount: count).allProblems().map(\.key) == ["componentCount"])
        }
        #expect(VampPrior(componentCount: 1000).allProblems().isEmpty)
    }
}
