import LacunaCore
import Testing

/// What is made of the states of chains: the numbers are those of a formula, so that each says where it comes from.
@Suite struct ChainTraceTests {
    /// A part of a model that is never run.
    private struct Idle: Prior, Network, EncoderInput, VariationalFamily, MissingnessModel {
        static let name = "idle"
        static let summary = "never run"

        var isIgnorable: Bool { true }

        func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor { latent }
        func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
            context.tape.constant(0)
        }
        func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor { input }
        func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor { values }
        func headWidth(latentDimension: Int) -> Int { latentDimension }
        func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
            IdlePosterior()
        }
        func logProbability(of observed: Tensor, given values: Tensor, in scope: ParameterScope) -> Tensor { values }
    }

    private struct IdlePosterior: Posterior {
        func draw(count: Int, purpose: String) -> Tensor { Tape(precision: .float64).constant(0) }
        func logDensity(of latent: Tensor) -> Tensor { latent }
        func stoppingGradient() -> any Posterior { self }
    }

    private static let rowCount = 2, chainCount = 3, featureCount = 2

    /// Two rows, the first with a missing second feature, the second with nothing missing.
    private static func rows(_ request: ImputationRequest) -> ConditionalRows {
        let layout = FeatureLayout(columns: [("a", .continuous, 1), ("b", .continuous, 1)])
        let model = LatentVariableModel(
            layout: layout, latentDimension: 1, prior: Idle(), decoder: Idle(), observation: [], encoder: Idle(),
            encoderInput: Idle(), posterior: Idle(), missingness: Idle())
        let rows = ConditionalRows(
            model: model, store: ParameterStore(precision: .float32), request: request, stream: RandomStream(seed: 1))
        let dataset = Dataset(layout: layout, rowCount: rowCount, values: [1, 0, 2, 3], observed: [1, 0, 1, 1])
        rows.load([0, 1], of: dataset, addresses: dataset.rowAddresses())
        return rows
    }

    /// The number of a state: its digits are the row, the chain, two of the step and the feature.
    private static func number(_ row: Int, _ chain: Int, _ step: Int, _ feature: Int) -> Double {
        Double(row * 10_000 + chain * 1000 + step * 10 + feature)
    }

    /// Means are halves of the draws.
    private static func trace(steps: Int, accepted: [[Double]]? = nil) -> ChainTrace {
        var trace = ChainTrace(rowCount: rowCount, chainCount: chainCount, featureCount: featureCount)
        for step in 0..<steps {
            let draws = (0..<rowCount).flatMap { row in
                (0..<chainCount).flatMap { chain in
                    (0..<featureCount).map { number(row, chain, step, $0) }
                }
            }
            trace.add(means: draws.map { $0 / 2 }, draws: draws, accepted: accepted?[step])
        }
        return trace
    }

    @Test func meansAreThoseOfAllStates() {
        let results = Self.trace(steps: 5).results(Self.rows(ImputationRequest()))
        #expect(results.count == 2)
        // The mean chain is 1, the mean step 2.
        for row in 0..<2 {
            #expect(results[row].summary == (0..<2).map { Float(Self.number(row, 1, 2, $0) / 2) })
            #expect(results[row].draws.isEmpty && results[row].quantiles.isEmpty)
        }
    }

    /// As many draws as chains: the last state of each. More: equal stretches. One: the last state of all.
    @Test func drawsStandFarApart() {
        let wanted: [(draws: Int, places: [(chain: Int, step: Int)])] = [
            (1, [(2, 3)]), (3, [(0, 3), (1, 3), (2, 3)]),
            (6, [(0, 1), (0, 3), (1, 1), (1, 3), (2, 1), (2, 3)]),
            (2, [(1, 1), (2, 3)]),
            (12, (0..<12).map { ($0 / 4, $0 % 4) }),
        ]
        let trace = Self.trace(steps: 4)
        for (count, places) in wanted {
            let results = trace.results(Self.rows(ImputationRequest(drawCount: count)))
            for row in 0..<2 {
                let expected = places.map { place in
                    (0..<2).map { Float(Self.number(row, place.chain, place.step, $0)) }
                }
                #expect(results[row].draws == expected, "\(count) draws")
            }
        }
    }

    /// More draws than states repeat some; the count is right and each is a state.
    @Test func moreDrawsThanStatesRepeat() {
        let draws = Self.trace(steps: 1).results(Self.rows(ImputationRequest(drawCount: 7)))[1].draws
        #expect(draws.count == 7)
        #expect(Set(draws.map { $0[0] }) == Set((0..<3).map { Float(Self.number(1, $0, 0, 0)) }))
    }

    /// Of missing cells alone; those that are observed keep the mean, which nobody reads.
    @Test func mediansAndQuantilesAreThoseOfTheDraws() {
        let request = ImputationRequest(summary: .median, quantiles: [0.01, 0.99])
        let results = Self.trace(steps: 5).results(Self.rows(request))
        #expect(results[0].summary == [Float(Self.number(0, 1, 2, 0) / 2), Float(Self.number(0, 1, 2, 1))])
        #expect(results[0].quantiles.map { $0[1] } == [Float(Self.number(0, 0, 0, 1)), Float(Self.number(0, 2, 4, 1))])
        #expect(results[1].summary == (0..<2).map { Float(Self.number(1, 1, 2, $0) / 2) })
    }

    @Test func acceptancesAreCountedByRow() {
        let accepted: [[Double]] = [[1, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 0]]
        let results = Self.trace(steps: 2, accepted: accepted).results(Self.rows(ImputationRequest()))
        #expect(results.map(\.diagnostics.acceptanceRate) == [2.0 / 6, 5.0 / 6])
        let without = Self.trace(steps: 2).results(Self.rows(ImputationRequest()))
        #expect(without.allSatisfy { $0.diagnostics.acceptanceRate == nil })
    }

    /// Of missing features alone, and only where the request asks.
    @Test func chainsAreComparedWhereCellsAreMissing() throws {
        let trace = Self.trace(steps: 8)
        let results = trace.results(Self.rows(ImputationRequest()))
        let chains = (0..<3).map { chain in (0..<8).map { Self.number(0, chain, $0, 1) / 2 } }
        #expect(
            results[0].diagnostics.potentialScaleReduction
                == ChainDiagnostics.splitPotentialScaleReduction(chains))
        #expect(try #require(results[0].diagnostics.potentialScaleReduction) > 5)
        #expect(results[0].diagnostics.effectiveSampleSize == ChainDiagnostics.effectiveSampleSize(chains))
        #expect(results[0].diagnostics.effectiveSampleSize < 5)
        #expect(results[1].diagnostics == RowDiagnostics(effectiveSampleSize: 24))
        let undiagnosed = trace.results(Self.rows(ImputationRequest(isDiagnosed: false)))
        #expect(undiagnosed[0].diagnostics == RowDiagnostics(effectiveSampleSize: 24))
    }
}
