import Foundation
import Lacuna
import LacunaTestKit
import Testing

@Suite struct GaussianMixturePriorTests {
    @Test func keepsItsContract() {
        for count in [1, 3] {
            let report = checkPrior(GaussianMixturePrior(componentCount: count))
            #expect(report.passed, "\(report)")
        }
    }

    /// log Σ_k π_k Π_d N(z_d; μ_kd, σ_kd²), and the shares of the terms, written out.
    @Test func densityAndResponsibilitiesHaveTheirClosedForm() throws {
        let latents = [0.4, -1.2, 2.5, 0.1, -0.7, -0.9, 1.3, 1.1, 0, 0, -2, 3]
        let probe = try PriorProbe(
            GaussianMixturePrior(componentCount: 3), latents: latents, TensorShape(rows: 2, samples: 3, features: 2))
        let logits = [0.3, -1, 0.8], means = [-1, 0.5, 0.7, -0.2, 2, 1.5], rawScales = [0.1, -1, 1.2, 0.4, -2, 0]
        probe.set("prior.logits", logits)
        probe.set("prior.means", means)
        probe.set("prior.rawScales", rawScales)
        let (densities, responsibilities) = probe.run()
        let total = logits.reduce(0) { $0 + exp($1) }
        for draw in 0..<6 {
            let terms = (0..<3).map { component in
                (0..<2).reduce(exp(logits[component]) / total) { product, latent in
                    let scale = log1p(exp(rawScales[component * 2 + latent])) + 1e-3
                    let distance = (latents[draw * 2 + latent] - means[component * 2 + latent]) / scale
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

    /// One component starts as the standard normal distribution; many have its mean and variance as a whole.
    @Test func startsNearTheStandardNormal() throws {
        let latents = [0.5, -1.0, 2.0]
        let one = try PriorProbe(GaussianMixturePrior(componentCount: 1), latents: latents, TensorShape(features: 3))
        #expect(abs(one.run().logDensity[0] + 0.5 * (3 * log(2 * .pi) + 5.25)) < 1e-12)

        let many = try PriorProbe(
            GaussianMixturePrior(componentCount: 1000), latents: latents, TensorShape(features: 3))
        let means = many.store.values(of: try #require(many.store.parameter(named: "prior.means")))
        let raw = many.store.values(of: try #require(many.store.parameter(named: "prior.rawScales")))
        let scale = log1p(exp(raw[0])) + 1e-3
        // 3000 normal numbers: five standard errors are .065 of the mean and .065 of the mean square.
        #expect(Set(raw).count == 1)
        #expect(abs(means.reduce(0, +) / 3000) < 0.065)
        #expect(abs(means.reduce(0) { $0 + $1 * $1 } / 3000 + scale * scale - 1) < 0.065)
    }

    @Test func unusableOptionsAreRefused() throws {
        for count in [0, -3, 1001, Int.max] {
            #expect(GaussianMixturePrior(componentCount: count).allProblems().map(\.key) == ["componentCount"])
        }
        #expect(GaussianMixturePrior(componentCount: 1000).allProblems().isEmpty)
        for floor in ["0", "-1"] {
            let error = #expect(throws: LacunaError.self) {
                _ = try Configuration.read(
                    overrides: ["model.prior=gaussianMixture", "model.prior.scaleFloor=\(floor)"],
                    catalog: Catalog.bundled())
            }
            #expect(error?.description.contains("model.prior.scaleFloor") == true)
        }
    }
}
