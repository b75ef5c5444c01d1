import Foundation
import Lacuna
import Testing

/// p(cluster | x_o) by importance sampling: against quadrature, on separated clusters, and the same in any arrangement.
@Suite struct ResponsibilityRunTests {
    private static let clusters = 3
    private static let mixture = MixtureVariationalFamily(
        componentCount: 2, component: GaussianVariationalFamily(), sampling: .stratified)
    private static let rows: [(values: [Double], observed: [Double])] = [
        ([0.8, -0.5, 1, 0, 1, 0], [1, 1, 1, 1, 1, 1]), ([-1.2, 0, 0, 0, 0, 1], [1, 0, 0, 1, 1, 1]),
        ([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]), ([0, 1.5, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0]),
    ]
    private static let logits = [0.2, -0.4, 0.6], means = [-1.5, 0.3, 1.4], scales = [0.5, 0.8, 0.4]

    /// The model with one latent, with a mixture of three components in place of its prior.
    private static func example(
        _ family: any VariationalFamily, head: [Double]
    ) throws -> (OneLatentModel, ComposedModel, ParameterStore) {
        let example = try OneLatentModel(GaussianObservation())
        var model = example.model
        model.prior = GaussianMixturePrior(componentCount: clusters)
        model.posterior = family
        let store = ParameterStore(precision: .float64)
        try model.initialise(store, bound: StratumBlindBound(), from: RandomStream(seed: 1))
        for parameter in store.parameters where parameter.group == .decoder {
            try store.set("decoder.\(parameter.path)", example.store.numbers("decoder.\(parameter.path)"))
        }
        let weight = try store.numbers("encoder.network.output.weight")
        try store.set("encoder.network.output.weight", weight.map { 0.1 * $0 })
        try store.set("encoder.network.output.bias", head)
        try store.set("prior.logits", logits)
        try store.set("prior.means", means)
        try store.set("prior.rawScales", scales.map { inverseSoftplus($0 - 1e-3) })
        return (example, model, store)
    }

    private static func dataset(_ model: ComposedModel, _ rows: [(values: [Double], observed: [Double])])
        -> Dataset
    {
        Dataset(
            layout: model.layout, rowCount: rows.count, values: rows.flatMap { $0.values.map { Float($0) } },
            observed: rows.flatMap { $0.observed.map { UInt8($0) } })
    }

    /// ∫ p(x_o | z) π_k N(z; μ_k, σ_k²) dz, normalised, by the trapezoidal rule.
    private static func exact(_ example: OneLatentModel, _ row: (values: [Double], observed: [Double])) throws
        -> [Double]
    {
        var masses = [Double](repeating: 0, count: clusters)
        for step in -2000...2000 {
            let z = Double(step) * 0.004
            let likelihood = exp(try example.decode(z, row.values, row.observed).logDensity)
            for cluster in 0..<clusters {
                let distance = (z - means[cluster]) / scales[cluster]
                masses[cluster] += likelihood * exp(logits[cluster] - 0.5 * distance * distance) / scales[cluster]
            }
        }
        let total = masses.reduce(0, +)
        return masses.map { $0 / total }
    }

    /// Also with draws in strata, which count by the weights of these.
    ///
    /// A weighted mean of numbers between 0 and 1 has a standard deviation of at most 1/√ESS, so that 5.5/√ESS is exceeded
    /// by any of the 24 with a probability below 1e-6; forgotten weights of the strata are off by three times as much.
    @Test func theyAgreeWithQuadrature() throws {
        let cases: [(any VariationalFamily, [Double])] = [
            (GaussianVariationalFamily(), [0.1, 1.6]), (Self.mixture, [2, 0, -0.9, 1.2, 0.8, 1.4]),
        ]
        for (family, head) in cases {
            let (example, model, store) = try Self.example(family, head: head)
            let run = ResponsibilityRun(
                model: model, store: store, sampleCount: 40_000, batchSize: 4, stream: RandomStream(seed: 3))
            let result = try run.responsibilities(of: Self.dataset(model, Self.rows))
            #expect(result.clusterCount == 3 && result.rowCount == 4)
            for (row, cells) in Self.rows.enumerated() {
                let size = result.diagnostics[row].effectiveSampleSize
                #expect(size > 1000)
                for (share, exact) in zip(result[row], try Self.exact(example, cells)) {
                    #expect(abs(share - exact) < 5.5 / size.squareRoot(), "\(family) row \(row): \(share), \(exact)")
                }
                #expect(abs(result[row].reduce(0, +) - 1) < 1e-12)
                let shares = Array(result[row])
                #expect(shares[result.mostProbableCluster(ofRow: row)] == shares.max())
            }
        }
    }

    /// Any threads, batches and order of rows; and a count of draws that is no multiple of a tile.
    @Test func theyAreTheSameInAnyArrangement() throws {
        let (_, model, store) = try Self.example(Self.mixture, head: [0, 0, -0.9, 1.2, 0.8, 1.4])
        var stream = RandomStream(seed: 5)
        var rows = (0..<23).map { row in
            (values: (0..<6).map { _ in stream.normal() }, observed: Self.rows[row % 2].observed)
        }
        // Two rows are equal, and one has no observed cell.
        rows[22] = rows[3]
        rows[7] = Self.rows[2]
        func result(_ order: [Int], batchSize: Int = 1, threadCount: Int = 1) throws -> [[Double]] {
            let run = ResponsibilityRun(
                model: model, store: store, sampleCount: 150, batchSize: batchSize, stream: RandomStream(seed: 3),
                threadCount: threadCount)
            let result = try run.responsibilities(of: Self.dataset(model, order.map { rows[$0] }))
            return order.indices.map { Array(result[$0]) }
        }
        let order = Array(0..<23)
        let reference = try result(order)
        for (batchSize, threadCount) in [(5, 1), (64, 1), (1, 2), (4, 3)] {
            #expect(try result(order, batchSize: batchSize, threadCount: threadCount) == reference)
        }
        let other = order.map { ($0 * 7 + 3) % 23 }
        let permuted = try result(other, batchSize: 4)
        for (place, row) in other.enumerated() where row != 3 && row != 22 {
            #expect(permuted[place] == reference[row])
        }
        #expect(reference[3] != reference[22])
    }

    /// Rows of two far clusters, a third of whose cells are missing, by a model that is told nothing of them.
    ///
    /// Training can end with the larger cluster cut in two, and the smaller one with a piece of it: the seeds are fixed. Of
    /// twenty pairs of seeds, sixteen told all rows apart, two more all but at most three rows.
    @Test func separatedClustersAreFound() throws {
        var stream = RandomStream(seed: 17)
        var values: [Float] = [], observed: [UInt8] = []
        for row in 0..<90 {
            for column in 0..<3 {
                let centre = row % 3 == 0 ? 1.4 : -0.7
                values.append(Float((column == 1 ? -centre : centre) + 0.2 * stream.normal()))
                observed.append(column == row / 3 % 4 ? 0 : 1)
            }
        }
        let dataset = Dataset(layout: continuousLayout(3), rowCount: 90, values: values, observed: observed)
        var model = TrainingExample.model(dataset.layout, continuous: GaussianObservation())
        model.prior = GaussianMixturePrior(componentCount: 2)
        let training = try Training(
            model: model, bound: TrainingExample.bound(), dataset: dataset,
            options: TrainingExample.options(steps: 400, optimizer: TrainingExample.adam(0.02)), precision: .float32,
            stream: RandomStream(seed: 1), threadCount: 1)
        _ = try training.run()
        let run = ResponsibilityRun(
            model: model, store: training.store, sampleCount: 200, batchSize: 16, stream: RandomStream(seed: 2))
        let result = try run.responsibilities(of: dataset)
        let first = result.mostProbableCluster(ofRow: 0)
        for row in 0..<90 {
            #expect(result[row][result[row].startIndex + (row % 3 == 0 ? first : 1 - first)] > 0.9, "row \(row)")
        }
    }

    @Test func whatCannotBeToldIsASentence() throws {
        let (_, model, store) = try Self.example(GaussianVariationalFamily(), head: [0.1, 1.6])
        var plain = model
        plain.prior = StandardNormalPrior()
        let dataset = Self.dataset(model, Self.rows)
        let run = ResponsibilityRun(model: plain, store: store, stream: RandomStream(seed: 3))
        let missing = #expect(throws: LacunaError.self) { _ = try run.responsibilities(of: dataset) }
        #expect(missing?.kind == .configuration)
        #expect(missing?.description.contains("standardNormal has no clusters") == true)
        let clustered = ResponsibilityRun(model: model, store: store, sampleCount: 50, stream: RandomStream(seed: 3))
        let stopped = #expect(throws: LacunaError.self) {
            _ = try clustered.responsibilities(of: dataset, shouldStop: { true })
        }
        #expect(stopped?.kind == .interrupted)
        try store.set("prior.means", [.nan, 0, 0])
        let failed = #expect(throws: LacunaError.self) { _ = try clustered.responsibilities(of: dataset) }
        #expect(failed?.kind == .work && failed?.description.contains("row 1 of the table") == true)
    }
}
