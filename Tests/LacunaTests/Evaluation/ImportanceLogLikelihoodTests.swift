import CAllocationCounter
import Foundation
import Lacuna
import Testing

/// The streaming importance-weighted estimate of log p(x_o).
@Suite struct ImportanceLogLikelihoodTests {
    /// Two-sided 4e-8 for a normal error; 22 comparisons with independent noise stay below 1e-6.
    static let limit = 5.5

    private static func estimate(
        _ model: ComposedModel, _ store: ParameterStore, _ dataset: Dataset, _ count: Int, seed: UInt64 = 12,
        threadCount: Int = 1
    ) throws -> [ImportanceLogLikelihood.Estimate] {
        let estimator = ImportanceLogLikelihood(
            model: model, store: store, sampleCount: count, stream: RandomStream(seed: seed),
            threadCount: threadCount)
        return try estimator.estimate(dataset)
    }

    /// The deviation from the truth in standard errors, by the spread of the weights.
    private static func deviation(
        _ estimate: ImportanceLogLikelihood.Estimate, from exact: Double, _ count: Int
    ) -> Double {
        let error = max(1 / estimate.effectiveSampleSize - 1 / Double(count), 0).squareRoot()
        return abs(estimate.logDensity - exact) / error
    }

    // MARK: Against the truth

    @Test func manyDrawsReachTheLinearGaussianDensity() throws {
        for pattern in LikelihoodExample.patterns {
            let exact = LikelihoodExample.analysis.logDensity(LikelihoodExample.row, pattern)
            let families: [any VariationalFamily] = [GaussianVariationalFamily(), TwoStrataFamily()]
            for family in families {
                let example = try LikelihoodExample.model(near: pattern, posterior: family)
                let estimate = try Self.estimate(
                    example.model, example.store, LikelihoodExample.dataset([pattern]), 30_000)[0]
                let deviation = Self.deviation(estimate, from: exact, 30_000)
                #expect(deviation < Self.limit, "\(pattern), \(type(of: family).name): \(estimate) for \(exact)")
                #expect(estimate.effectiveSampleSize > 2000)
            }
        }
    }

    @Test func manyDrawsReachTheDensityOfAMixedTable() throws {
        for observation in QuadratureTests.observations {
            let example = try OneLatentModel(observation)
            for pattern in QuadratureTests.patterns {
                let row = QuadratureTests.row.map { Double(Float($0)) }
                let dataset = Dataset(
                    layout: example.model.layout, rowCount: 1, values: row.map { Float($0) },
                    observed: pattern.map { UInt8($0) })
                let estimate = try Self.estimate(example.model, example.store, dataset, 20_000)[0]
                let exact = try example.quadrature(row, pattern).logDensity
                #expect(Self.deviation(estimate, from: exact, 20_000) < Self.limit, "\(pattern): \(estimate), \(exact)")
            }
        }
    }

    /// From below: the mean over many equal rows, each with draws of its own, rises and stays under log p(x_o).
    @Test func estimatesRiseTowardsTheDensity() throws {
        let example = try OneLatentModel(GaussianObservation())
        let row = QuadratureTests.row.map { Double(Float($0)) }
        let exact = try example.quadrature(row, [1, 1, 1, 1, 1, 1]).logDensity
        let dataset = Dataset(
            layout: example.model.layout, rowCount: 1500, values: (0..<1500).flatMap { _ in row.map { Float($0) } },
            observed: [UInt8](repeating: 1, count: 1500 * row.count))
        var before = -Double.infinity
        for count in [1, 10, 100] {
            let estimates = try Self.estimate(example.model, example.store, dataset, count)
            let (mean, error) = meanAndError(estimates.map(\.logDensity))
            #expect(mean - Self.limit * error <= exact)
            #expect(mean > before)
            before = mean
        }
        #expect(exact - before < 0.1)
    }

    /// The log-likelihood is that of the observed cells, not of their pattern.
    @Test func theMissingnessModelIsLeftOut() throws {
        let example = try LikelihoodExample.model(near: LikelihoodExample.patterns[3])
        var model = example.model
        model.missingness = CostlyMissingness()
        let dataset = LikelihoodExample.dataset()
        #expect(
            try Self.estimate(model, example.store, dataset, 50)
                == Self.estimate(example.model, example.store, dataset, 50))
    }

    // MARK: Tiles

    /// 112 draws are a tile; the last one is whole, nearly empty, or the only one.
    @Test func tilesAddUp() throws {
        let example = try OneLatentModel(GaussianObservation())
        let dataset = Dataset(
            layout: example.model.layout, rowCount: 1, values: QuadratureTests.row.map { Float($0) },
            observed: [1, 0, 0, 1, 1, 1])
        for count in [1, 5, 111, 112, 113, 225, 500] {
            let whole = try LikelihoodExample.logWeights(
                example.model, example.store, dataset, count: count, stream: RandomStream(seed: 12))
            try Self.expect(Self.estimate(example.model, example.store, dataset, count)[0], from: whole, count)
        }
    }

    /// The draws of a stratum lie side by side, and as many are made of each; the number is rounded up.
    @Test func strataAddUp() throws {
        let pattern = LikelihoodExample.patterns[3]
        let example = try LikelihoodExample.model(near: pattern, posterior: TwoStrataFamily())
        let dataset = LikelihoodExample.dataset([pattern])
        for count in [1, 2, 5, 60, 111, 112] {
            let ofEach = (count + 1) / 2
            let whole = try LikelihoodExample.logWeights(
                example.model, example.store, dataset, count: ofEach, stream: RandomStream(seed: 12))
            #expect(whole.count == 2 * ofEach)
            try Self.expect(Self.estimate(example.model, example.store, dataset, count)[0], from: whole, ofEach)
        }
        // Two tiles of 56 draws from each stratum, of the second one 19; no draw is made twice.
        let tiles = try [0, 112].map {
            try LikelihoodExample.logWeights(
                example.model, example.store, dataset, count: 56, from: $0, stream: RandomStream(seed: 12))
        }
        let kept = tiles[0] + tiles[1][0..<19] + tiles[1][56..<75]
        #expect(Set(kept).count == 150)
        try Self.expect(Self.estimate(example.model, example.store, dataset, 150)[0], from: kept, 75)
        let estimator = ImportanceLogLikelihood(
            model: example.model, store: example.store, sampleCount: 7, stream: RandomStream(seed: 1))
        #expect(estimator.sampleCount == 8 && estimator.drawsPerStratum == 4)
    }

    private static func expect(
        _ estimate: ImportanceLogLikelihood.Estimate, from logWeights: [Double], _ divisor: Int
    ) throws {
        let largest = try #require(logWeights.max())
        let weights = logWeights.map { exp($0 - largest) }
        let total = weights.reduce(0, +), squares = weights.reduce(0) { $0 + $1 * $1 }
        #expect(abs(estimate.logDensity - (largest + log(total / Double(divisor)))) < 1e-9, "\(divisor) draws")
        #expect(abs(estimate.effectiveSampleSize / (total * total / squares) - 1) < 1e-9, "\(divisor) draws")
    }

    /// Tiles allocate nothing: 50 000 draws need as many allocations as 300, and not a byte more. In a process of its own,
    /// where no other test allocates.
    @Test func memoryDoesNotGrowWithTheDraws() async {
        await #expect(processExitsWith: .success) {
            let example = try OneLatentModel(StudentTObservation())
            let dataset = Dataset(
                layout: example.model.layout, rowCount: 3, values: (0..<18).map { Float($0 % 2) },
                observed: [UInt8](repeating: 1, count: 18))
            var counts: [Int] = [], bytes: [Int] = []
            for count in [300, 300, 50_000] {
                let before = lacuna_allocation_count(), bytesBefore = lacuna_allocated_byte_count()
                // Outside of glibc allocations cannot be counted.
                guard before >= 0 else { return }
                _ = try ImportanceLogLikelihoodTests.estimate(example.model, example.store, dataset, count)
                let after = lacuna_allocation_count(), bytesAfter = lacuna_allocated_byte_count()
                counts.append(after - before)
                bytes.append(bytesAfter - bytesBefore)
            }
            // The first run also sets up what lives on.
            guard counts[1] > 10, counts[2] == counts[1], bytes[1] > 1000, bytes[2] == bytes[1] else {
                throw AllocationTests.Allocated(
                    description: "for 300 and for 50 000 draws: \(counts) allocations of \(bytes) bytes")
            }
        }
    }

    // MARK: Reproducibility and failures

    @Test func threadsAndTheOrderOfRowsChangeNothing() throws {
        let training = try TrainingExample.training()
        let dataset = TrainingExample.dataset()
        let model = TrainingExample.model(dataset.layout)
        let reference = try Self.estimate(model, training.store, dataset, 150)
        for threadCount in [2, 3] {
            #expect(
                try Self.estimate(model, training.store, dataset, 150, threadCount: threadCount) == reference)
        }
        var order = Array(0..<dataset.rowCount)
        var stream = RandomStream(seed: 9)
        stream.shuffle(&order)
        let permuted = dataset.subset(rows: order)
        let other = try Self.estimate(model, training.store, permuted, 150)
        // Equal rows may exchange their values; by content and occurrence they stay.
        func byAddress(_ dataset: Dataset, _ estimates: [ImportanceLogLikelihood.Estimate]) -> [UInt64: Double] {
            Dictionary(uniqueKeysWithValues: zip(dataset.rowAddresses(), estimates.map(\.logDensity)))
        }
        #expect(byAddress(permuted, other) == byAddress(dataset, reference))
        #expect(try Self.estimate(model, training.store, dataset, 150, seed: 13) != reference)
    }

    @Test func valuesThatAreNotFiniteAreAnError() throws {
        let example = try LikelihoodExample.model(near: LikelihoodExample.patterns[3])
        try example.store.set("decoder.network.output.bias", [.nan, 0, 0, 0, 0])
        // The first cell is missing in the first row.
        let dataset = LikelihoodExample.dataset([[0, 1, 1, 1, 1], [1, 1, 1, 1, 1]])
        let error = #expect(throws: LacunaError.self) {
            try Self.estimate(example.model, example.store, dataset, 20)
        }
        #expect(error?.kind == .work)
        #expect(error?.problems.first?.hasPrefix("row 2 of the table has no finite log-likelihood") == true)
    }

    @Test func estimatingCanBeStopped() throws {
        let example = try LikelihoodExample.model(near: LikelihoodExample.patterns[3])
        let estimator = ImportanceLogLikelihood(
            model: example.model, store: example.store, sampleCount: 10, stream: RandomStream(seed: 1), threadCount: 2)
        let error = #expect(throws: LacunaError.self) {
            try estimator.estimate(LikelihoodExample.dataset(), shouldStop: { true })
        }
        #expect(error?.kind == .interrupted)
    }
}
