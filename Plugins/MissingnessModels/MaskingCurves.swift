import LacunaCore

/// The parameters of self-masking: the slope of each feature and the threshold of each column that has an order.
struct MaskingCurves {
    /// The columns.
    let columns: [FeatureEntry]
    /// W of each feature: 1 × 1 × features of the columns.
    let slope: Tensor
    /// b of each column that has an order, in the encoding of the dataset: 1 × 1 × ordered columns; `nil` where none has.
    let threshold: Tensor?

    /// The parameters of some columns; slopes start near 0, where no direction is taken yet.
    init(_ columns: [FeatureEntry], in scope: ParameterScope, slopeStart: Initializer = .normal(standardDeviation: 0.1))
    {
        self.columns = columns
        let featureCount = columns.reduce(0) { $0 + $1.width }
        slope = scope.parameter("slope", TensorShape(features: featureCount), initial: slopeStart)
        let orderedCount = columns.count { $0.hasOrder }
        threshold = orderedCount > 0 ? scope.parameter("threshold", TensorShape(features: orderedCount)) : nil
    }

    /// W b of each column, with W as given: 1 × 1 × columns; 0 for categorical columns, whose categories have log-odds each.
    func offset(slope: Tensor) -> Tensor {
        slope.summed(byWidths: columns.map(\.width)) * everyThreshold(on: slope.tape)
    }

    /// b of each column, 0 where it has none: 1 × 1 × columns.
    private func everyThreshold(on tape: Tape) -> Tensor {
        var parts: [Tensor] = []
        var start = 0, place = 0
        while start < columns.count {
            let hasOrder = columns[start].hasOrder
            let end = columns[start...].firstIndex { $0.hasOrder != hasOrder } ?? columns.count
            let count = end - start
            if let threshold, hasOrder {
                parts.append(threshold.features(place..<place + count))
                place += count
            } else {
                parts.append(tape.constant([Double](repeating: 0, count: count), TensorShape(features: count)))
            }
            start = end
        }
        return tape.concatenate(parts, along: .features)
    }

    /// log N(W; 0, slopeScale²) + log N(b; c, thresholdScale²) without their constants, with W as given, in nats for the
    /// whole table: 1 × 1 × 1; `nil` where both are flat.
    ///
    /// c is 0, the mean, for a continuous column and ½, half way between both values, for a binary one, so that neither
    /// value is preferred.
    func logPrior(ofSlope slope: Tensor, slopeScale: Double?, thresholdScale: Double?) -> Tensor? {
        func logNormal(_ distance: Tensor, _ scale: Double) -> Tensor {
            (distance / scale).squared().sum(over: .features) * -0.5
        }
        var terms: [Tensor] = []
        if let slopeScale { terms.append(logNormal(slope, slopeScale)) }
        if let thresholdScale, let threshold {
            let centres = columns.filter(\.hasOrder).map { $0.kind == .binary ? 0.5 : 0 }
            let shape = TensorShape(features: centres.count)
            terms.append(logNormal(threshold - threshold.tape.constant(centres, shape), thresholdScale))
        }
        guard let first = terms.first else { return nil }
        return terms.dropFirst().reduce(first) { $0 + $1 }
    }
}

extension FeatureEntry {
    /// Whether its values lie on a line, so that a threshold can part them.
    fileprivate var hasOrder: Bool { kind != .categorical }
}

extension MissingnessModel {
    /// What the key of the scale of the thresholds' prior means.
    static var thresholdPriorScaleDescription: KeyDescription {
        KeyDescription(
            "thresholdPriorScale",
            "standard deviation of the prior of each threshold, in those of its column; null for a flat prior",
            .above(0))
    }
}
