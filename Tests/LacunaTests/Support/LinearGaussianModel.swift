import Lacuna

/// Factor analysis as a latent variable model with set parameters, in 64 bits unless said otherwise.
///
/// The encoder is an affine map whose matrix is 0: its bias is the head of the posterior, the same for every row.
struct LinearGaussianModel {
    let model: ComposedModel
    let store: ParameterStore

    static let scaleFloor = 1e-3

    init(
        _ analysis: FactorAnalysis, posterior: any VariationalFamily, head: [Double], sampleCount: Int = 1,
        precision: Precision = .float64, bound: (any Bound)? = nil
    ) throws {
        var observation = GaussianSharedScaleObservation()
        observation.scaleFloor = Self.scaleFloor
        let layout = continuousLayout(analysis.featureCount)
        let block = ColumnBlock(
            kind: .continuous, names: layout.entries.map(\.name), widths: layout.entries.map(\.width),
            features: 0..<analysis.featureCount)
        model = ComposedModel(
            layout: layout, latentDimension: analysis.latentDimension, prior: StandardNormalPrior(),
            decoder: LinearNetwork(), observation: [.init(block, observation)], encoder: LinearNetwork(),
            encoderInput: ZeroInput(), posterior: posterior, missingness: IgnorableMissingness())
        store = ParameterStore(precision: precision)
        try model.initialise(
            store,
            bound: bound
                ?? ImportanceWeightedBound(importanceSampleCount: sampleCount, gradient: Choice(TotalGradient())),
            from: RandomStream(seed: 1))
        try store.set("decoder.network.output.weight", analysis.loadings.transposed.numbers)
        try store.set("decoder.network.output.bias", analysis.mean)
        try store.set("decoder.observation0.rawScale", analysis.scales.map { inverseSoftplus($0 - Self.scaleFloor) })
        let weights = [Double](repeating: 0, count: analysis.featureCount * head.count)
        try store.set("encoder.network.output.weight", weights)
        try store.set("encoder.network.output.bias", head)
    }

    /// The head of a mixture of Gaussian families: raw log-weights, then the head of each component.
    static func mixtureHead(_ logits: [Double], _ locations: [[Double]], _ scales: [[Double]]) -> [Double] {
        logits + zip(locations, scales).flatMap { gaussianHead($0, $1) }
    }

    /// The head of a Gaussian family for given locations and scales.
    static func gaussianHead(_ locations: [Double], _ scales: [Double]) -> [Double] {
        locations + scales.map { inverseSoftplus($0 - GaussianVariationalFamily().scaleFloor) }
    }

    /// The head of a Gaussian family with any covariance, for a given mean and lower factor of the covariance.
    static func fullCovarianceHead(_ mean: [Double], _ factor: Matrix) -> [Double] {
        let floor = FullCovarianceGaussianVariationalFamily().scaleFloor
        let diagonal = (0..<factor.rows).map { inverseSoftplus(factor[$0, $0] - floor) }
        let lower = (0..<factor.rows).flatMap { row in (0..<row).map { factor[row, $0] } }
        return mean + diagonal + lower
    }
}
