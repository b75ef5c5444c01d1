import Foundation
import Lacuna
import Testing

/// The prior made of the encoder's posteriors, inside a model: any family, no dropout, right gradients.
@Suite struct VampPriorTheoremTests {
    private static let mixture = MixtureVariationalFamily(
        componentCount: 3, component: GaussianVariationalFamily(), sampling: .stratified)

    /// The density is the mean of the densities of posteriors that are encoded one by one.
    @Test(
        arguments: [StudentTVariationalFamily(), FullCovarianceGaussianVariationalFamily(), Self.mixture]
            as [any VariationalFamily])
    func theDensityIsTheMeanOfPosteriors(family: any VariationalFamily) throws {
        let example = try VampPriorModel(family)
        let latents = [0.3, -0.8, 1.9, 0.2, -1.1, 0.6, 0, 2.2]
        let (workspace, views) = try example.record(rowCount: 2) { step in
            let latent = step.tape.constant(latents, TensorShape(rows: 2, samples: 2, features: 2))
            var tensors = [example.model.prior.logDensity(of: latent, in: step.priorContext)]
            let inputs = try example.store.numbers("prior.pseudoInputs")
            for component in 0..<VampPriorModel.componentCount {
                let row = TensorShape(features: VampPriorModel.featureCount)
                let numbers = Array(inputs[component * row.count..<(component + 1) * row.count])
                let head = step.encode(
                    step.tape.constant(numbers, row), observed: step.tape.constant([1, 1, 1], row))
                tensors.append(step.posterior(head: head).logDensity(of: latent))
            }
            return tensors
        }
        workspace.forward()
        let density = workspace.read(views[0])
        let parts = views.dropFirst().map { workspace.read($0) }
        for draw in 0..<4 {
            let mean = parts.reduce(0) { $0 + exp($1[draw]) } / Double(VampPriorModel.componentCount)
            #expect(abs(density[draw] - log(mean)) < 1e-12)
        }
    }

    /// Draws have the distribution function of the density, strata or not: the largest deviation of 40 000 draws exceeds
    /// .0135 with a probability below 1e-6 (Dvoretzky, Kiefer and Wolfowitz; Massart).
    @Test(arguments: [GaussianVariationalFamily(), Self.mixture] as [any VariationalFamily])
    func drawsFollowTheDensity(family: any VariationalFamily) throws {
        let example = try VampPriorModel(family, latentDimension: 1)
        let rows = 4, samples = 10_000, points = (-600...600).map { Double($0) * 0.02 }
        let (workspace, views) = try example.record(rowCount: rows) { step in
            let context = step.priorContext
            let latent = step.tape.constant(points, TensorShape(samples: points.count))
            return [
                example.model.prior.sample(
                    TensorShape(rows: rows, samples: samples, features: 1), purpose: "test", in: context),
                example.model.prior.logDensity(of: latent, in: context),
            ]
        }
        workspace.setNoise(RandomStream(seed: 12))
        workspace.forward()
        let draws = workspace.read(views[0]).sorted()
        #expect(Set(draws).count == rows * samples)
        // The distribution function by the trapezoidal rule, whose error is far below the bound.
        let densities = workspace.read(views[1]).map { exp($0) }
        var mass = 0.0, worst = 0.0, below = 0
        for index in points.indices.dropFirst() {
            mass += 0.01 * (densities[index - 1] + densities[index])
            while below < draws.count, draws[below] <= points[index] { below += 1 }
            worst = max(worst, abs(Double(below) / Double(draws.count) - mass))
        }
        #expect(abs(mass - 1) < 1e-3)
        #expect(worst < 0.0135)
    }

    /// The prior is one distribution: what training silences in the encoder does not touch it.
    @Test func dropoutDoesNotChangeThePrior() throws {
        let example = try VampPriorModel(GaussianVariationalFamily(), dropout: 0.5)
        let results = try [RunMode.training, .evaluation].map { mode in
            let (workspace, views) = try example.record(mode: mode) { step in
                let latent = step.tape.constant([0.4, -0.2], TensorShape(features: 2))
                return [example.model.prior.logDensity(of: latent, in: step.priorContext), step.encode()]
            }
            workspace.setNoise(RandomStream(seed: 2))
            workspace.forward()
            return views.map { workspace.read($0) }
        }
        #expect(results[0][0] == results[1][0])
        #expect(results[0][1] != results[1][1])
    }

    /// The bound's gradient reaches the pseudo-inputs and, through them, the encoder; sticking the landing, which holds
    /// only log q(z) constant, leaves that path as it is.
    @Test func gradientsReachPseudoInputsAndEncoder() throws {
        let example = try VampPriorModel(GaussianVariationalFamily())
        let names = ["prior.pseudoInputs", "encoder.network.layer0.weight", "encoder.network.output.bias"]
        let values = (0..<6).map { 0.7 * sin(Double($0) * 2.1) }, flags: [Double] = [1, 0, 1, 1, 1, 0]
        func probe(_ estimator: some GradientEstimator) throws -> BoundProbe {
            try BoundProbe(
                example.model, example.store, bound: TrainingExample.bound(3, estimator), rowCount: 2, mode: .training)
        }
        let noise = RandomStream(seed: 8)
        let total = try probe(TotalGradient()), sticking = try probe(StickingTheLanding())
        _ = total.run(values, flags, noise: noise)
        _ = sticking.run(values, flags, noise: noise)
        for name in names {
            let gradient = try total.gradient(name)
            let start = try example.store.numbers(name)
            for cell in stride(from: 0, to: start.count, by: 3) {
                let sums = try [1e-6, -1e-6].map { shift in
                    var moved = start
                    moved[cell] += shift
                    try example.store.set(name, moved)
                    return total.run(values, flags, noise: noise).reduce(0, +)
                }
                try example.store.set(name, start)
                let difference = (sums[0] - sums[1]) / 2e-6
                #expect(abs(gradient[cell] - difference) < 1e-5 * (1 + abs(difference)), "\(name) \(cell)")
            }
            #expect(gradient.contains { abs($0) > 1e-4 })
        }
        _ = total.run(values, flags, noise: noise)
        let same = zip(try total.gradient(names[0]), try sticking.gradient(names[0]))
        #expect(same.allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(try total.gradient(names[1]) != sticking.gradient(names[1]))
    }
}
