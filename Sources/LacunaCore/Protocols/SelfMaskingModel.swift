import LacunaTensors

/// A missingness model that is known by the log-odds of each column's own value: what a part of this kind writes down is
/// those, and its probabilities follow.
public protocol SelfMaskingModel: MissingnessModel {
    /// The log-odds of being observed.
    func logOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds
}

extension SelfMaskingModel {
    /// `logOdds`.
    public func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds? {
        logOdds(for: columns, in: scope)
    }

    /// By `logOdds`.
    public func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        logOdds(for: columns, in: scope).logProbability(of: pattern, given: values, for: columns)
    }
}
