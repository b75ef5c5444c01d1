import Lacuna
import Testing

@testable import LacunaTestKit

@Suite struct PseudoGibbsTests {
    private func sampler(chains: Int = 4, steps: Int, warmUpSteps: Int) -> PseudoGibbs {
        var sampler = PseudoGibbs()
        sampler.chainCount = chains
        sampler.steps = steps
        sampler.warmUpSteps = warmUpSteps
        return sampler
    }

    /// Shapes, and rows that do not depend on each other; the answer of the kit's wrong encoder is wrong.
    @Test func keepsItsContractButForTheAnswer() {
        let short = sampler(steps: 20, warmUpSteps: 5)
        let report = checkSampler(short, isExact: false)
        #expect(report.passed, "\(report)")
        let exact = checkSampler(short)
        #expect(exact.failures.contains { $0.contains("the imputed mean of cell 1 is") })
        #expect(exact.failures.contains { $0.contains("the mean of the draws of cell 3 is") })
    }

    /// Where the encoder gives the posterior of complete rows, the chains are those of Gibbs sampling, and exact. A latent
    /// keeps 1 − .02/.41 = .95 of its distance at each step, so that 200 forget where they began.
    @Test func exactPosteriorsOfCompleteRowsGiveTheAnswer() throws {
        for masking in [nil, LinearGaussian.masking] {
            let report = try LinearGaussianChains(masking: masking).answer(sampler(steps: 50, warmUpSteps: 200))
            #expect(report.passed, "\(report)")
        }
    }

    @Test func theRequestSetsTheNumberOfSteps() throws {
        let request = ImputationRequest(drawCount: 4, isDiagnosed: false, stepCount: 3)
        let rows = try LinearGaussianChains().rows(2, request)
        let sampler = sampler(steps: 20, warmUpSteps: 5)
        var state = try sampler.start(rows)
        var steps = 1
        while try sampler.step(&state, rows) { steps += 1 }
        #expect(steps == 3)
        let results = try sampler.finish(state, rows)
        #expect(results.map(\.diagnostics) == [RowDiagnostics](repeating: .init(effectiveSampleSize: 12), count: 2))
    }

    @Test func unusableOptionsAreRefused() throws {
        #expect(
            sampler(chains: 0, steps: 0, warmUpSteps: -1).allProblems().map(\.key) == [
                "chainCount", "steps", "warmUpSteps",
            ])
        #expect(sampler(steps: 1, warmUpSteps: 0).allProblems().isEmpty)
        let error = #expect(throws: LacunaError.self) {
            _ = try Configuration.read(
                overrides: ["imputation.sampler=pseudoGibbs", "imputation.sampler.steps=0"], catalog: Catalog.bundled())
        }
        let text = try #require(error).description
        #expect(text.contains("imputation.sampler.steps must lie between 1 and 1000000, not 0"), "\(text)")
    }
}
