import Lacuna
import Testing

@testable import LacunaSamplers
@testable import LacunaTestKit

@Suite struct AdaptiveCollapsedMetropolisTests {
    private func sampler(
        chains: Int = 4, steps: Int, warmUpSteps: Int, priorProbability: Double = 0.05
    ) -> AdaptiveCollapsedMetropolis {
        var sampler = AdaptiveCollapsedMetropolis()
        sampler.chainCount = chains
        sampler.steps = steps
        sampler.warmUpSteps = warmUpSteps
        sampler.priorProbability = priorProbability
        return sampler
    }

    /// The kit's encoder sees the observed cells alone, so that its proposals suit the target at once.
    @Test func keepsItsContract() {
        let report = checkSampler(sampler(steps: 30, warmUpSteps: 20))
        #expect(report.passed, "\(report)")
    }

    /// Encoders of complete rows, whose posteriors are much narrower than the target: the history must widen them. Without
    /// draws from the prior, with a few, and with nothing else.
    @Test(arguments: [0.05, 0.3, 1]) func narrowEncodersGiveTheAnswer(_ priorProbability: Double) throws {
        let chains = try LinearGaussianChains(shift: 0.4, spread: 1.5)
        let report = try chains.answer(
            sampler(
                steps: 100, warmUpSteps: priorProbability < 0.1 ? 400 : 100, priorProbability: priorProbability))
        #expect(report.passed, "\(report)")
    }

    /// Every ratio against densities written out in 64-bit numbers, and the history that proposals are made from; acceptances
    /// counted against their probabilities within five and a half standard deviations (false alarms below 1e-7). Where cells
    /// are missing by their own value, ratios are those of latents with the cells proposed beside them.
    @Test(arguments: [0, 0.2], [false, true])
    func ratiosAreThoseOfHandWrittenDensities(_ priorProbability: Double, isMasked: Bool) throws {
        let chains = try LinearGaussianChains(shift: 0.3, spread: 3, masking: isMasked ? LinearGaussian.masking : nil)
        let patterns: [[UInt8]] = [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1], [1, 1, 1, 1], [0, 1, 0, 0]]
        let rows = chains.rows(testRows(5, 4, seed: 53), patterns)
        let sampler = sampler(chains: 6, steps: 40, warmUpSteps: 0, priorProbability: priorProbability)
        var state = try sampler.start(rows)
        var worst = chains.worstHead(state.head, state.latent)
        var count = AcceptanceCount()
        var imputations = [state.imputed], available = [Int](repeating: 1, count: 30)
        var visited = Set<[Int]>()
        for step in 0..<40 {
            let before = state
            let picked = sampler.picked(before, rows)
            #expect(state.history.available == available)
            _ = try sampler.step(&state, rows)
            let recording = try sampler.recording(rows, chains: 6)
            let proposed = recording.read("proposed"), ratios = recording.read("logRatio")
            let accepted = recording.read("accepted")
            let cells = isMasked ? recording.read("proposedCells") : before.imputed
            #expect(recording.read("imputed") == picked)
            for place in 0..<30 {
                let row = picked[place * 4..<place * 4 + 4], pattern = patterns[place / 6]
                // The picked row is one of those available, to the precision at which they are kept.
                let source = imputations[..<available[place]].firstIndex { imputed in
                    zip(imputed[place * 4..<place * 4 + 4], row).allSatisfy { Float($0) == Float($1) }
                }
                visited.insert([place, try #require(source)])
                func logWeight(_ latent: Double) -> Double {
                    let fromEncoder = (1 - priorProbability) * Double.exp(chains.logPosterior(latent, row))
                    let fromPrior = priorProbability * Double.exp(LinearGaussianChains.logNormal(latent, 0, 1))
                    return chains.logJoint(row, pattern, latent) - Double.log(fromEncoder + fromPrior)
                }
                let features = place * 4..<place * 4 + 4
                let ratio =
                    logWeight(proposed[place]) + chains.logMissingness(cells[features], pattern)
                    - logWeight(before.latent[place]) - chains.logMissingness(before.imputed[features], pattern)
                // Densities that vanish in 64-bit numbers cannot be compared by hand.
                if ratio.isFinite { worst = max(worst, abs(ratio - ratios[place])) }
                count.add(accepted[place] == 1, logRatio: ratios[place])
                #expect(state.latent[place] == (accepted[place] == 1 ? proposed : before.latent)[place])
                worst = max(worst, abs(state.logJoint[place] - chains.logJoint(row, pattern, state.latent[place])))
                if accepted[place] == 1 { available[place] = step + 1 }
            }
            imputations.append(state.imputed)
            worst = max(worst, chains.worstHead(state.head, state.latent))
        }
        #expect(worst < 1e-8, "\(worst)")
        #expect(abs(count.deviation) < 5.5)
        #expect(count.accepted > (isMasked ? 100 : 200) && count.rejected > 200, "\(count)")
        #expect(visited.count > 100, "proposals are made from few of the imputations")
    }

    /// An encoder that is never right: after the first latent all proposals are rejected, and all come from the start.
    @Test func rejectionsKeepTheHistoryShut() throws {
        let chains = try LinearGaussianChains()
        let rows = ConditionalRows(
            model: LinearGaussian().model(offset: .infinity), store: chains.sampling.store,
            request: ImputationRequest(), stream: Probe.stream)
        let dataset = chains.sampling.dataset([LinearGaussian.row], [LinearGaussian.observed])
        rows.load([0], of: dataset, addresses: dataset.rowAddresses())
        let sampler = sampler(steps: 10, warmUpSteps: 0)
        var state = try sampler.start(rows)
        let first = state
        while try sampler.step(&state, rows) {
            #expect(sampler.picked(state, rows).map { Float($0) } == first.imputed.map { Float($0) })
        }
        #expect(state.latent == first.latent)
        #expect(state.imputed != first.imputed)
        #expect(state.history.count == 11)
        #expect(try sampler.finish(state, rows)[0].diagnostics.acceptanceRate == 0)
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
        for probability in [-0.1, 1.1, .nan] {
            let problems = sampler(steps: 1, warmUpSteps: 0, priorProbability: probability).allProblems()
            #expect(problems.map(\.key) == ["priorProbability"])
        }
        let error = #expect(throws: LacunaError.self) {
            _ = try Configuration.read(
                overrides: [
                    "imputation.sampler=acmwg", "imputation.sampler.steps=0", "imputation.sampler.priorProbability=2",
                ], catalog: Catalog.bundled())
        }
        let text = try #require(error).description
        #expect(text.contains("imputation.sampler.steps must lie between 1 and 1000000, not 0"), "\(text)")
        #expect(text.contains("imputation.sampler.priorProbability must lie between 0 and 1, not 2"), "\(text)")
    }
}
