import Foundation
import Lacuna

/// x = W z + b + σ ε with 1 or 2 latents, whose conditional distributions are known, and an encoder that says the same of
/// every row.
struct LinearLatents {
    let model: ComposedModel
    let store: ParameterStore
    let dimension: Int
    /// Latents × features.
    let loadings: [[Double]]
    let biases: [Double]
    let scales: [Double]

    /// A model of four columns.
    ///
    /// - Parameters:
    ///   - dimension: Latents, 1 or 2; with more, the others load nothing.
    ///   - spread: The scale of q in each latent, whose mean is 0.
    ///   - loadings: Those of two latents.
    ///   - scales: The standard deviations of the noise.
    init(
        dimension: Int, spread: Double = 1,
        loadings all: [[Double]] = [[0.9, 1.2, 0.7, -1.0], [-0.4, 0.8, 1.1, 0.3]],
        scales: [Double] = [1.0, 0.5, 0.9, 0.4]
    ) throws {
        let names = (0..<4).map { "x\($0)" }
        let observation = GaussianSharedScaleObservation()
        model = ComposedModel(
            layout: FeatureLayout(columns: names.map { ($0, .continuous, 1) }), latentDimension: dimension,
            prior: StandardNormalPrior(), decoder: LinearNetwork(),
            observation: [
                .init(
                    ColumnBlock(kind: .continuous, names: names, widths: [1, 1, 1, 1], features: 0..<4), observation)
            ], encoder: LinearNetwork(), encoderInput: ZeroInput(), posterior: GaussianVariationalFamily(),
            missingness: IgnorableMissingness())
        self.dimension = dimension
        loadings = (0..<dimension).map { $0 < 2 ? all[$0] : [0, 0, 0, 0] }
        biases = [0.3, -0.2, 0.1, -0.5]
        self.scales = scales
        store = ParameterStore(precision: .float64)
        try model.initialise(
            store, bound: ImportanceWeightedBound(importanceSampleCount: 1, gradient: Choice(TotalGradient())),
            from: RandomStream(seed: 1))
        func raw(_ scale: Double) -> Double { log(expm1(scale)) }
        let numbers = [
            "decoder.network.output.weight": loadings.flatMap { $0 }, "decoder.network.output.bias": biases,
            "decoder.observation0.rawScale": scales.map { raw($0 - observation.scaleFloor) },
            "encoder.network.output.weight": [Double](repeating: 0, count: 4 * 2 * dimension),
            "encoder.network.output.bias": (0..<2 * dimension).map { $0 < dimension ? 0 : raw(spread - 1e-4) },
        ]
        for (name, values) in numbers {
            guard let parameter = store.parameter(named: name) else { throw NoSuchName(name: name) }
            store.setValues(values, of: parameter)
        }
        store.pack(0..<store.parameters.count)
    }

    private struct NoSuchName: Error { var name: String }

    /// Mean and covariance of two latents given the observed cells; with one latent the second stays as it was.
    func posterior(_ row: [Double], _ observed: [UInt8]) -> (mean: [Double], covariance: [[Double]]) {
        var precision = [[1.0, 0], [0, 1.0]], sums = [0.0, 0.0]
        for feature in row.indices where observed[feature] == 1 {
            let square = scales[feature] * scales[feature]
            let load = [loadings[0][feature], dimension > 1 ? loadings[1][feature] : 0]
            for first in 0..<2 {
                sums[first] += load[first] * (row[feature] - biases[feature]) / square
                for second in 0..<2 { precision[first][second] += load[first] * load[second] / square }
            }
        }
        let determinant = precision[0][0] * precision[1][1] - precision[0][1] * precision[1][0]
        let covariance = [
            [precision[1][1] / determinant, -precision[0][1] / determinant],
            [-precision[1][0] / determinant, precision[0][0] / determinant],
        ]
        let mean = covariance.map { $0[0] * sums[0] + $0[1] * sums[1] }
        return (mean, covariance)
    }

    /// Mean and standard deviation of a missing cell given the observed ones.
    func conditional(_ feature: Int, _ row: [Double], _ observed: [UInt8]) -> (mean: Double, deviation: Double) {
        let (mean, covariance) = posterior(row, observed)
        let load = [loadings[0][feature], dimension > 1 ? loadings[1][feature] : 0]
        var variance = scales[feature] * scales[feature]
        for first in 0..<2 {
            for second in 0..<2 { variance += load[first] * covariance[first][second] * load[second] }
        }
        return (biases[feature] + load[0] * mean[0] + load[1] * mean[1], variance.squareRoot())
    }

    /// Rows that are loaded for a sampler, all in one batch.
    func rows(
        _ values: [[Double]], _ observed: [[UInt8]], _ request: ImputationRequest = ImputationRequest()
    ) -> ConditionalRows {
        let dataset = Dataset(
            layout: model.layout, rowCount: values.count, values: values.flatMap { $0.map { Float($0) } },
            observed: observed.flatMap { $0 })
        let rows = ConditionalRows(model: model, store: store, request: request, stream: RandomStream(seed: 17))
        rows.load(Array(values.indices)[...], of: dataset, addresses: dataset.rowAddresses())
        return rows
    }
}

extension Sampler {
    /// All steps from start to finish.
    func results(_ rows: ConditionalRows) throws -> [RowImputation] {
        var state = try start(rows)
        while try step(&state, rows) {}
        return try finish(state, rows)
    }
}
