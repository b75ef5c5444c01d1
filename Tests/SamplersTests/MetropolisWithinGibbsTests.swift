import Lacuna
import Testing

@testable import LacunaSamplers
@testable import LacunaTestKit

@Suite struct MetropolisWithinGibbsTests {
    private func sampler(chains: Int = 4, steps: Int, warmUpSteps: Int) -> MetropolisWithinGibbs {
        var sampler = MetropolisWithinGibbs()
        sampler.chainCount = chains
        sampler.steps = steps
        sampler.warmUpSteps = warmUpSteps
        return sampler
    }

    @Test func keepsItsContract() {
        let report = checkSampler(sampler(steps: 20, warmUpSteps: 5), isExact: false)
        #expect(report.passed, "\(report)")
    }

    /// Encoders that are off the posterior of complete rows, one of them a mixture whose strata are drawn from in turn, and
    /// steps enough to forget the start: each accepts seven in ten and keeps .96 of it.
    @Test func wrongEncodersGiveTheAnswer() throws {
        let chains = [
            try LinearGaussianChains(shift: 0.4, spread: 1.5),
            try LinearGaussianChains(spread: 1.2, posterior: ToyStrata(distance: 0.7)),
            try LinearGaussianChains(shift: 0.4, spread: 1.5, masking: LinearGaussian.masking),
        ]
        for chains in chains {
            let report = try chains.answer(sampler(steps: 50, warmUpSteps: 250))
            #expect(report.passed, "\(report)")
            // Without the correction the answer is another.
            var uncorrected = PseudoGibbs()
            uncorrected.steps = 50
            let wrong = try chains.answer(uncorrected)
            #expect(!wrong.passed)
        }
    }

    /// The ratio of exact posteriors is 1.
    @Test func exactPosteriorsOfCompleteRowsAreAlwaysAccepted() throws {
        let chains = try LinearGaussianChains()
        let results = try chains.sampling.run(
            sampler(steps: 50, warmUpSteps: 0),
            chains.sampling.dataset(testRows(3, 4, seed: 51), [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1]]),
            batches: [[0, 1, 2]])[0]
        #expect(results.map(\.diagnostics.acceptanceRate) == [1, 1, 1])
    }

    /// Every ratio against densities written out in 64-bit numbers, and what follows from it; acceptances counted against
    /// their probabilities within five and a half standard deviations (false alarms below 1e-7).
    @Test func ratiosAreThoseOfHandWrittenDensities() throws {
        let chains = try LinearGaussianChains(shift: 0.3, spread: 1.4)
        let patterns: [[UInt8]] = [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1], [1, 1, 1, 1], [0, 1, 0, 0]]
        let rows = chains.rows(testRows(5, 4, seed: 52), patterns)
        let sampler = sampler(chains: 6, steps: 40, warmUpSteps: 0)
        var state = try sampler.start(rows)
        var worst = chains.worstHead(state.head, state.latent)
        var count = AcceptanceCount()
        for _ in 0..<40 {
            let before = state
            _ = try sampler.step(&state, rows)
            let recording = try sampler.recording(rows, chains: 6)
            let proposed = recording.read("proposed"), ratios = recording.read("logRatio")
            let accepted = recording.read("accepted")
            for place in 0..<30 {
                let row = before.imputed[place * 4..<place * 4 + 4]
                func logWeight(_ latent: Double) -> Double {
                    chains.logJoint(row, LinearGaussianChains.complete, latent) - chains.logPosterior(latent, row)
                }
                let ratio = logWeight(proposed[place]) - logWeight(before.latent[place])
                worst = max(worst, abs(ratio - ratios[place]))
                count.add(accepted[place] == 1, logRatio: ratio)
                #expect(state.latent[place] == (accepted[place] == 1 ? proposed : before.latent)[place])
                for feature in 0..<4 where patterns[place / 6][feature] == 1 {
                    #expect(state.imputed[place * 4 + feature] == before.imputed[place * 4 + feature])
                }
            }
            worst = max(worst, chains.worstHead(state.head, state.latent))
        }
        #expect(worst < 1e-9, "\(worst)")
        #expect(abs(count.deviation) < 5.5)
        #expect(count.accepted > 200 && count.rejected > 200, "\(count)")
        // Rows are imputed anew after rejections too.
        let results = try sampler.finish(state, rows)
        #expect(
            abs(results.reduce(0) { $0 + ($1.diagnostics.acceptanceRate ?? 0) } * 240 - Double(count.accepted)) < 1e-6)
    }

    /// Densities that overflow give no number for a ratio.
    @Test func ratiosThatAreNoNumbersReject() throws {
        let chains = try LinearGaussianChains()
        let rows = ConditionalRows(
            model: LinearGaussian().model(offset: .infinity), store: chains.sampling.store,
            request: ImputationRequest(), stream: Probe.stream)
        let dataset = chains.sampling.dataset([LinearGaussian.row], [LinearGaussian.observed])
        rows.load([0], of: dataset, addresses: dataset.rowAddresses())
        let sampler = sampler(steps: 10, warmUpSteps: 0)
        var state = try sampler.start(rows)
        let first = state.latent
        while try sampler.step(&state, rows) {}
        #expect(state.latent == first)
        let results = try sampler.finish(state, rows)
        #expect(results[0].diagnostics.acceptanceRate == 0)
        #expect(results[0].summary.allSatisfy { $0.isFinite })
    }

    @Test func theRequestSetsTheNumberOfSteps() throws {
        let request = ImputationRequest(drawCount: 4, isDiagnosed: false, stepCount: 3)
        let rows = try LinearGaussianChains().rows(2, request)
        let sampler = sampler(steps: 20, warmUpSteps: 5)
        var state = try sampler.start(rows)
        while try sampler.step(&state, rows) {}
        #expect(state.step == 3)
        #expect(try sampler.finish(state, rows).map(\.diagnostics.effectiveSampleSize) == [12, 12])
    }

    @Test func unusableOptionsAreRefused() throws {
        #expect(
            sampler(chains: 0, steps: 0, warmUpSteps: -1).allProblems().map(\.key) == [
                "chainCount", "steps", "warmUpSteps",
            ])
        let error = #expect(throws: LacunaError.self) {
            _ = try Configuration.read(
                overrides: ["imputation.sampler=mwg", "imputation.sampler.steps=0"], catalog: Catalog.bundled())
        }
        let text = try #require(error).description
        #expect(text.contains("imputation.sampler.steps must lie between 1 and 1000000, not 0"), "\(text)")
    }
}
