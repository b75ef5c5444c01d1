import Lacuna
import Testing

@testable import LacunaSamplers
@testable import LacunaTestKit

@Suite struct LatentAdaptiveResamplingTests {
    private func sampler(
        imputations: Int = 19, replenished: Int = 1, steps: Int, warmUpSteps: Int = 0, finalResampling: Bool = true
    ) -> LatentAdaptiveResampling {
        var sampler = LatentAdaptiveResampling()
        sampler.imputationCount = imputations
        sampler.replenishCount = replenished
        sampler.steps = steps
        sampler.warmUpSteps = warmUpSteps
        sampler.finalResampling = finalResampling
        return sampler
    }

    /// Pooled latents; those of the last steps alone; no draws from the prior; and the imputations themselves, enough of them
    /// that the bias of each step's weights is small.
    @Test func keepsItsContract() {
        let samplers = [
            sampler(steps: 20), sampler(steps: 20, warmUpSteps: 10), sampler(replenished: 0, steps: 20),
            sampler(imputations: 100, steps: 5, warmUpSteps: 5, finalResampling: false),
        ]
        for sampler in samplers {
            let report = checkSampler(sampler)
            #expect(report.passed, "\(sampler): \(report)")
        }
    }

    /// Encoders of complete rows, much narrower than the target: the imputations must spread them.
    @Test func narrowEncodersGiveTheAnswer() throws {
        let report = try LinearGaussianChains(shift: 0.4, spread: 1.5).answer(sampler(steps: 20, warmUpSteps: 10))
        #expect(report.passed, "\(report)")
    }

    /// log p(x_o | z) p(z) − log 1/(K + R) (Σ q(z | x^k) + R p(z)), written out in 64-bit numbers.
    @Test(arguments: [0, 2]) func weightsAreThoseOfTheMixtureOfAllProposals(_ replenished: Int) throws {
        let chains = try LinearGaussianChains(shift: 0.3, spread: 2)
        let patterns: [[UInt8]] = [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1]]
        let rows = chains.rows(testRows(3, 4, seed: 54), patterns)
        let sampler = sampler(imputations: 5, replenished: replenished, steps: 10)
        let count = 5 + replenished
        var state = try sampler.start(rows)
        var worst = 0.0
        for _ in 0..<10 {
            let before = state
            _ = try sampler.step(&state, rows)
            let recording = try sampler.recording(rows, imputations: 5, isPooling: true)
            let latents = recording.read("latent"), logWeights = recording.read("logWeights")
            #expect(latents.count == 3 * count)
            for (place, latent) in latents.enumerated() {
                let row = place / count
                let imputed = (0..<5).map { before.imputed[(row * 5 + $0) * 4..<(row * 5 + $0) * 4 + 4] }
                var proposal = Double(replenished) * Double.exp(LinearGaussianChains.logNormal(latent, 0, 1))
                for complete in imputed { proposal += Double.exp(chains.logPosterior(latent, complete)) }
                let wanted =
                    chains.logJoint(imputed[0], patterns[row], latent) - Double.log(proposal / Double(count))
                worst = max(worst, abs(wanted - logWeights[place]))
            }
        }
        #expect(worst < 1e-8, "\(worst)")
    }

    /// Without the final resampling as with it, the weights tell: all imputations of a step may be the same latent, and
    /// agree with each other for that.
    @Test(arguments: [false, true]) func poorWeightsAreFoundOut(_ finalResampling: Bool) throws {
        let poor = try sampler(replenished: 0, steps: 10, finalResampling: finalResampling)
            .results(LinearGaussianChains(shift: 30, spread: 0.3).rows(3))
        #expect(
            poor.allSatisfy { !$0.diagnostics.isReliable && $0.diagnostics.paretoShape ?? 0 > 0.7 },
            "\(poor.map(\.diagnostics))")
        let good = try sampler(replenished: 5, steps: 50, finalResampling: finalResampling)
            .results(LinearGaussianChains().rows(3))
        #expect(
            good.allSatisfy { $0.diagnostics.isReliable && $0.diagnostics.potentialScaleReduction == nil },
            "\(good.map(\.diagnostics))")
    }

    /// The diagnostics are those of the weights of all steps that count.
    @Test func diagnosticsAreThoseOfTheWeights() throws {
        let rows = try LinearGaussianChains(shift: 0.5).rows(2)
        let sampler = sampler(imputations: 6, replenished: 2, steps: 9, warmUpSteps: 3, finalResampling: false)
        var state = try sampler.start(rows)
        var logWeights = [[Double]](repeating: [], count: 2)
        for step in 0..<12 {
            _ = try sampler.step(&state, rows)
            let weights = try sampler.recording(rows, imputations: 6, isPooling: false).read("logWeights")
            for row in 0..<2 where step >= 3 { logWeights[row] += weights[row * 8..<(row + 1) * 8] }
        }
        for (result, weights) in zip(try sampler.finish(state, rows), logWeights) {
            #expect(
                result.diagnostics
                    == RowDiagnostics(
                        effectiveSampleSize: WeightDiagnostics.effectiveSampleSize(logWeights: weights),
                        paretoShape: WeightDiagnostics.paretoShape(logWeights: weights)))
        }
    }

    /// A cell so large that its density is 0 in 32-bit numbers: an update leaves no number in that row, and all in the
    /// other; completing the row is refused.
    @Test(arguments: [1, 3]) func weightsThatCannotBeUsedAreNoImputations(_ steps: Int) throws {
        let sampling = try ToySampling(.float32, pattern: LinearGaussianChains.complete)
        let dataset = sampling.dataset([LinearGaussian.row, [1e30, 0, 0.5, 0]], [[1, 0, 1, 0], [1, 0, 1, 0]])
        func results(_ places: [Int], stepCount: Int?) throws -> [RowImputation] {
            let rows = ConditionalRows(
                model: sampling.model, store: sampling.store,
                request: ImputationRequest(drawCount: 4, isDiagnosed: false, stepCount: stepCount),
                stream: Probe.stream)
            rows.load(places[...], of: dataset, addresses: dataset.rowAddresses())
            return try sampler(imputations: 4, steps: 5, finalResampling: false).results(rows)
        }
        let both = try results([0, 1], stepCount: steps), alone = try results([0], stepCount: steps)
        #expect(both[0].draws == alone[0].draws && both[0].draws.joined().allSatisfy(\.isFinite))
        #expect(!both[1].draws.joined().contains { $0.isFinite })
        let error = #expect(throws: LacunaError.self) { try results([0, 1], stepCount: nil) }
        #expect(error?.description.contains("the importance weights of a row are") == true)
        #expect(try results([0], stepCount: nil)[0].draws.joined().allSatisfy(\.isFinite))
    }

    @Test func unusableOptionsAreRefused() throws {
        let problems = sampler(imputations: 0, replenished: -1, steps: 0, warmUpSteps: -1).allProblems()
        #expect(problems.map(\.key) == ["imputationCount", "steps", "warmUpSteps", "replenishCount"])
        #expect(sampler(imputations: 1, replenished: 0, steps: 1).allProblems().isEmpty)
        let error = #expect(throws: LacunaError.self) {
            _ = try Configuration.read(
                overrides: ["imputation.sampler=lair", "imputation.sampler.steps=0"], catalog: Catalog.bundled())
        }
        let text = try #require(error).description
        #expect(text.contains("imputation.sampler.steps must lie between 1 and 1000000, not 0"), "\(text)")
    }
}
