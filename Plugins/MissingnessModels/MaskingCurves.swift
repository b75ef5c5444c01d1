import LacunaCore

/// The parameters of self-masking: the slope of each feature and the threshold of each column that has an order.
struct MaskingCurves {
    /// The columns.
    let columns: [FeatureEntry]
    /// W of each feature: 1 × 1 × features of the columns.
    let slope: Tensor
    /// b of each column, in standardised units: 1 × 1 × columns.
    let threshold: Tensor

    /// The parameters of some columns; slopes start near 0, where no direction is taken yet.
    init(_ columns: [FeatureEntry], in scope: ParameterScope, slopeStart: Initializer = .normal(standardDeviation: 0.1))
    {
        self.columns = columns
        let featureCount = columns.reduce(0) { $0 + $1.width }
        slope = scope.parameter("slope", TensorShape(features: featureCount), initial: slopeStart)
        threshold = scope.parameter("threshold", TensorShape(features: columns.count))
    }

    /// W b of each column, with W as given: 1 × 1 × columns; 0 for categorical columns, whose categories have log-odds each.
    func offset(slope: Tensor) -> Tensor {
        let tape = slope.tape
        let hasThreshold = columns.map { $0.kind == .categorical ? 0.0 : 1 }
        let products = slope.summed(byWidths: columns.map(\.width)) * threshold
        guard hasThreshold.contains(0) else { return products }
        return products * tape.constant(hasThreshold, TensorShape(features: columns.count))
    }

    /// log N(W; 0, scale²) + log N(b; 0, scale²) without their constants, with W as given, in nats for the whole table:
    /// 1 × 1 × 1; `nil` where both are flat.
    func logPrior(ofSlope slope: Tensor, slopeScale: Double?, thresholdScale: Double?) -> Tensor? {
        let terms = [(slope, slopeScale), (threshold, thresholdScale)].compactMap { parameter, scale in
            scale.map { (parameter / $0).squared().sum(over: .features) * -0.5 }
        }
        guard let first = terms.first else { return nil }
        return terms.dropFirst().reduce(first) { $0 + $1 }
    }
}

extension MissingnessModel {
    /// The problems of priors' scales that are not above 0.
    func priorScaleProblems(slope: Double?, threshold: Double?) -> [ConfigurationProblem] {
        [("slopePriorScale", slope), ("thresholdPriorScale", threshold)].compactMap { key, scale in
            guard let scale, !(scale > 0 && scale.isFinite) else { return nil }
            return ConfigurationProblem(
                key: key, message: "must be greater than 0 (or null for a flat prior), not \(scale)")
        }
    }
}
