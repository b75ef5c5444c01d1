import Foundation
import Lacuna
import Testing

/// Refitting moves the encoder and nothing else, and brings the estimate nearer to the log-likelihood.
@Suite struct EncoderRefitTests {
    /// Decay moves parameters without a gradient, and the running average rounds those that stay.
    private static var options: TrainingOptions {
        var adam = TrainingExample.adam(0.02)
        adam.weightDecay = 0.1
        var options = TrainingExample.options(steps: 150, optimizer: adam)
        options.averagingDecay = 0.999
        return options
    }

    private static let dataset = TrainingExample.dataset(rowCount: 40)
    private static let model = TrainingExample.model(dataset.layout)

    /// The model as it starts: its encoder knows nothing.
    private static func start() throws -> ParameterStore { try TrainingExample.training(dataset).store }

    private static func bound(_ count: Int = 5) -> Choice<Bounds> {
        Choice(ImportanceWeightedBound(importanceSampleCount: count, gradient: Choice(TotalGradient())))
    }

    private static func refit(
        _ store: ParameterStore, threadCount: Int = 1
    ) throws -> (store: ParameterStore, record: TrainingRecord) {
        try EncoderRefit(
            model: model, bound: bound(), options: options, stream: RandomStream(seed: 4), threadCount: threadCount
        ).refit(store, to: dataset)
    }

    private static func numbers(_ store: ParameterStore, _ isWanted: (ParameterGroup) -> Bool) -> [[Double]] {
        store.parameters.filter { isWanted($0.group) }.map { store.values(of: $0) }
    }

    @Test func theEncoderAloneMoves() throws {
        let start = try Self.start()
        let before = start.allNumbers
        let (store, record) = try Self.refit(start)
        #expect(Self.numbers(store) { $0 != .encoder } == Self.numbers(start) { $0 != .encoder })
        let old = Self.numbers(start) { $0 == .encoder }, new = Self.numbers(store) { $0 == .encoder }
        #expect(old.count == new.count && zip(old, new).allSatisfy { $0 != $1 })
        #expect(start.allNumbers == before)
        #expect(record.steps == 150 && record.heldOutRows == 0)
        #expect(try Self.refit(start, threadCount: 3).store.allNumbers == store.allNumbers)
    }

    /// A prior that is made of the encoder would be fitted to the rows that it is measured by.
    @Test func aPriorMadeOfTheEncoderIsRefused() throws {
        var model = Self.model
        model.prior = VampPrior(componentCount: 2)
        let store = ParameterStore(precision: .float32)
        try model.initialise(store, bound: Self.bound().member(), from: RandomStream(seed: 1))
        let refit = EncoderRefit(
            model: model, bound: Self.bound(), options: Self.options, stream: RandomStream(seed: 4))
        let error = #expect(throws: LacunaError.self) { try refit.refit(store, to: Self.dataset) }
        #expect(error?.problems.first?.contains("model.prior vampPrior is made of it") == true)
    }

    /// Other groups stay put at every step, also where the optimizer lets parameters decay.
    @Test func otherGroupsDoNotDecay() throws {
        let start = try Self.start()
        let training = try Training(
            model: Self.model, bound: EncoderOnlyBound(Self.bound()), dataset: Self.dataset, options: Self.options,
            startingFrom: start, stream: RandomStream(seed: 4))
        #expect(training.store.allNumbers == start.allNumbers)
        for _ in 0..<20 { training.advance() }
        #expect(Self.numbers(training.store) { $0 != .encoder } == Self.numbers(start) { $0 != .encoder })
        #expect(Self.numbers(training.store) { $0 == .encoder } != Self.numbers(start) { $0 == .encoder })
    }

    /// With few draws the estimate rises towards the integral over a grid, which does not know the encoder.
    @Test func theEstimateRises() throws {
        let start = try Self.start()
        let store = try Self.refit(start).store
        func mean(_ store: ParameterStore) throws -> Double {
            RowMean(
                try ImportanceLogLikelihood(
                    model: Self.model, store: store, sampleCount: 5, stream: RandomStream(seed: 2)
                ).estimate(Self.dataset).map(\.logDensity)
            ).mean
        }
        func integral(_ store: ParameterStore) throws -> [Double] {
            try GridLogLikelihood(model: Self.model, store: store, sidePointCount: 150).integrate(Self.dataset)
                .logDensities
        }
        let exact = try integral(start)
        #expect(try integral(store) == exact)
        let before = try mean(start), after = try mean(store), limit = RowMean(exact).mean
        #expect(after > before + 0.5 * (limit - before), "\(before), then \(after), below \(limit)")
        // The estimate of 40 rows with 5 draws each can only be above by chance, and by little.
        #expect(after < limit + 0.05)
    }

    /// DeMissVAE's encoder sees complete rows only; its bound is given the rows themselves as imputations.
    @Test func boundsOfImputationsServeCompleteRows() throws {
        let complete = Dataset(
            layout: Self.dataset.layout, rowCount: 40, values: Self.dataset.values,
            observed: Self.dataset.observed.map { _ in 1 })
        var model = Self.model
        model.encoderInput = CompleteInput()
        var bound = DecomposedBound()
        bound.imputationCount = 3
        bound.sampler = try Catalog.bundled().resolve(bound.sampler)
        bound.gradient = Choice(TotalGradient())
        let start = ParameterStore(precision: .float32)
        try model.initialise(start, bound: bound, from: RandomStream(seed: 1))
        let refit = EncoderRefit(
            model: model, bound: Choice(bound), options: Self.options, stream: RandomStream(seed: 4))
        let store = try refit.refit(start, to: complete).store
        #expect(Self.numbers(store) { $0 != .encoder } == Self.numbers(start) { $0 != .encoder })
        func mean(_ store: ParameterStore) throws -> Double {
            RowMean(
                try ImportanceLogLikelihood(model: model, store: store, sampleCount: 5, stream: RandomStream(seed: 2))
                    .estimate(complete).map(\.logDensity)
            ).mean
        }
        let limit = RowMean(
            try GridLogLikelihood(model: model, store: start, sidePointCount: 150).integrate(complete).logDensities
        ).mean
        let before = try mean(start), after = try mean(store)
        #expect(after > before + 0.5 * (limit - before), "\(before), then \(after), below \(limit)")

        // Rows with holes: the encoder does not take them, or the bound would show it others than the estimate does.
        let holes = #expect(throws: LacunaError.self) { try refit.refit(start, to: Self.dataset) }
        #expect(holes?.description.hasPrefix("refitting the encoder shows the encoder the rows as they are") == true)
        let other = EncoderRefit(
            model: Self.model, bound: Choice(bound), options: Self.options, stream: RandomStream(seed: 4))
        let imputed = #expect(throws: LacunaError.self) { try other.refit(Self.start(), to: Self.dataset) }
        #expect(imputed?.description.hasPrefix("bound decomposed fits the encoder to imputed rows, but") == true)
    }

    @Test func parametersOfOtherModelsAreRefused() throws {
        let other = try Training(
            model: TrainingExample.model(Self.dataset.layout, hidden: [7]), bound: TrainingExample.bound(),
            dataset: Self.dataset, options: TrainingExample.options(), stream: RandomStream(seed: 1))
        let error = #expect(throws: LacunaError.self) { _ = try Self.refit(other.store) }
        #expect(error?.problems.contains { $0.contains("encoder.network.layer0.weight to start from has") } == true)
        let deeper = try Training(
            model: TrainingExample.model(Self.dataset.layout, hidden: [12, 12]), bound: TrainingExample.bound(),
            dataset: Self.dataset, options: TrainingExample.options(), startingFrom: nil, stream: RandomStream(seed: 1))
        let lacking = #expect(throws: LacunaError.self) { try deeper.store.copyValues(from: Self.start()) }
        #expect(lacking?.problems.contains { $0.contains("lack encoder.network.layer1.weight") } == true)
    }
}
