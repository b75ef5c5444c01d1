import LacunaTensors

/// Log-odds of being observed that depend, column by column, on the column's own value alone: Σ slope · x + offset over the
/// features of a column (self-masking; Ipsen et al. 2021, section 2.2).
///
/// The cells of a row are then missing independently of each other given its values, and given z each missing cell can be
/// integrated out by itself.
public struct OwnLogOdds {
    /// Whether each column's pattern is explained; the factor of the others is left out.
    public var isExplained: [Bool]
    /// Of each feature of the columns, side by side: 1 × 1 × features; 0 for columns that are not explained.
    public var slope: Tensor
    /// Of each column: 1 × 1 × columns; 0 for columns that are not explained.
    public var offset: Tensor

    /// Log-odds of some columns.
    public init(isExplained: [Bool], slope: Tensor, offset: Tensor) {
        self.isExplained = isExplained
        self.slope = slope
        self.offset = offset
    }

    /// The log-odds that the cells are missing.
    public var negated: OwnLogOdds { OwnLogOdds(isExplained: isExplained, slope: -slope, offset: -offset) }

    /// The log-odds of values.
    ///
    /// - Parameters:
    ///   - values: rows × samples × all features.
    ///   - columns: The columns.
    /// - Returns: rows × samples × columns.
    public func logOdds(given values: Tensor, for columns: [FeatureEntry]) -> Tensor {
        (values.features(of: columns) * slope).summed(byWidths: columns.map(\.width)) + offset
    }

    /// 1 for each column whose pattern is explained: 1 × 1 × columns.
    public func explained(on tape: Tape) -> Tensor {
        tape.constant(isExplained.map { $0 ? 1 : 0 }, TensorShape(features: isExplained.count))
    }

    /// log p(s | x) of a pattern: rows × samples × 1, in nats.
    public func logProbability(of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry]) -> Tensor {
        let tape = values.tape
        return tape.bernoulliLogDensity(
            pattern, observed: isExplained.allSatisfy { $0 } ? nil : explained(on: tape),
            logit: logOdds(given: values, for: columns))
    }
}
