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
        func logProbability(
            of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
        ) -> Tensor { values }
    }

    private struct IdlePosterior: Posterior {
        func draw(count: Int, purpose: String) -> Tensor { Tape(precision: .float64).constant(0) }
        func logDensity(of latent: Tensor) -> Tensor { latent }
        func stoppingGradient() -> any Posterior { self }
    }

    private static let rowCount = 2, chainCount = 3, featureCount = 2
    private static let values: [Float] = [1, 0, 2, 0]

    /// Two rows, the first with a missing second feature, the second with both missing.
    private static func rows(_ request: ImputationRequest) -> ConditionalRows {
        let layout = FeatureLayout(columns: [("a", .continuous, 1), ("b", .continuous, 1)])
        let model = ComposedModel(
            layout: layout, latentDimension: 1, prior: Idle(), decoder: Idle(), observation: [], encoder: Idle(),
            encoderInput: Idle(), posterior: Idle(), missingness: Idle())
        let rows = ConditionalRows(
            model: model, store: ParameterStore(precision: .float32), request: request, stream: RandomStream(seed: 1))
        let dataset = Dataset(layout: layout, rowCount: rowCount, values: values, observed: [1, 0, 0, 0])
        rows.load([0, 1], of: dataset, addresses: dataset.rowAddresses())
        return rows
    }

    /// The number of a state: its digits are the row, the chain, two of the step and the feature.
    private static func number(_ row: Int, _ chain: Int, _ step: Int, _ feature: Int) -> Double {
        Double(row * 10_000 + chain * 1000 + step * 10 + feature)
    }

    /// Means are halves of the draws.
    private static func results(
        steps: Int, accepted: [[Double]]? = nil, _ request: ImputationRequest = ImputationRequest()
    ) -> [RowImputation] {
        let rows = rows(request)
        var trace = ChainTrace(rows, chainCount: chainCount)
        for step in 0..<steps {
            let draws = (0..<rowCount).flatMap { row in
                (0..<chainCount).flatMap { chain in
                    (0..<featureCount).map { number(row, chain, step, $0) }
                }
            }
            trace.add(means: draws.map { $0 / 2 }, draws: draws, accepted: accepted?[step])
        }
        return trace.results(rows)
    }

    /// What completes a row: where its first feature is observed, that cell as it is.
    private static func completed(_ row: Int, _ number: (Int) -> Double) -> [Float] {
        (0..<2).map { row == 0 && $0 == 0 ? values[0] : Float(number($0)) }
    }

    @Test func meansAreThoseOfAllStates() {
        let results = Self.results(steps: 5)
        #expect(results.count == 2)
        // The mean chain is 1, the mean step 2.
        for row in 0..<2 {
            #expect(results[row].summary == Self.completed(row) { Self.number(row, 1, 2, $0) / 2 })
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
        for (count, places) in wanted {
            let results = Self.results(steps: 4, ImputationRequest(drawCount: count))
            for row in 0..<2 {
                let expected = places.map { place in
                    Self.completed(row) { Self.number(row, place.chain, place.step, $0) }
                }
                #expect(results[row].draws == expected, "\(count) draws")
            }
        }
    }

    /// More draws than states repeat some; the count is right and each is a state.
    @Test func moreDrawsThanStatesRepeat() {
        let draws = Self.results(steps: 1, ImputationRequest(drawCount: 7))[1].draws
        #expect(draws.count == 7)
        #expect(Set(draws.map { $0[0] }) == Set((0..<3).map { Float(Self.number(1, $0, 0, 0)) }))
    }

    /// Of missing cells alone.
    @Test func mediansAndQuantilesAreThoseOfTheDraws() {
        let request = ImputationRequest(summary: .median, quantiles: [0.01, 0.99])
        let results = Self.results(steps: 5, request)
        for row in 0..<2 {
            #expect(results[row].summary == Self.completed(row) { Self.number(row, 1, 2, $0) })
            #expect(
                results[row].quantiles == [
                    Self.completed(row) { Self.number(row, 0, 0, $0) },
                    Self.completed(row) { Self.number(row, 2, 4, $0) },
                ])
        }
    }

    @Test func acceptancesAreCountedByRow() {
        let accepted: [[Double]] = [[1, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 0]]
        let results = Self.results(steps: 2, accepted: accepted)
        #expect(results.map(\.diagnostics.acceptanceRate) == [2.0 / 6, 5.0 / 6])
        let without = Self.results(steps: 2)
        #expect(without.allSatisfy { $0.diagnostics.acceptanceRate == nil })
    }

    /// Of missing features alone, and only where the request asks.
    @Test func chainsAreComparedWhereCellsAreMissing() throws {
        let results = Self.results(steps: 8)
        let chains = (0..<3).map { chain in (0..<8).map { Self.number(0, chain, $0, 1) / 2 } }
        #expect(
            results[0].diagnostics.potentialScaleReduction
                == ChainDiagnostics.splitPotentialScaleReduction(chains))
        #expect(try #require(results[0].diagnostics.potentialScaleReduction) > 5)
        #expect(results[0].diagnostics.effectiveSampleSize == ChainDiagnostics.effectiveSampleSize(chains))
        #expect(results[0].diagnostics.effectiveSampleSize < 5)
        let undiagnosed = Self.results(steps: 8, ImputationRequest(isDiagnosed: false))
        #expect(undiagnosed.map(\.diagnostics) == [RowDiagnostics](repeating: .init(effectiveSampleSize: 24), count: 2))
    }

    /// Three steps tell nothing of chains, however many there are.
    @Test(arguments: [1, 3, 4]) func chainsTooShortToTellAreSaidToBe(_ steps: Int) {
        let accepted = [[Double]](repeating: [1, 1, 1, 1, 1, 1], count: steps)
        let diagnostics = Self.results(steps: steps, accepted: accepted).map(\.diagnostics)
        #expect(diagnostics.allSatisfy { $0.shortcoming == (steps < 4 ? .shortChains : nil) })
        #expect(diagnostics.allSatisfy { ($0.potentialScaleReduction == nil) == (steps < 4) && !$0.isReliable })
        #expect(Self.results(steps: steps, ImputationRequest(isDiagnosed: false))[0].diagnostics.shortcoming == nil)
    }

    /// Of missing features, what is compared and what is drawn, 4 bytes each: three of them in three chains.
    @Test func onlyWhatIsNeededIsKept() {
        let sizes: [(ImputationRequest, Int)] = [
            (ImputationRequest(), 36), (ImputationRequest(drawCount: 2), 72), (ImputationRequest(summary: .median), 72),
            (ImputationRequest(drawCount: 1, isDiagnosed: false), 36), (ImputationRequest(isDiagnosed: false), 0),
        ]
        for (request, bytes) in sizes {
            #expect(ChainTrace(Self.rows(request), chainCount: 3).bytesPerStep == bytes)
        }
    }
}
