import LacunaTensors

/// Own log-odds with the columns whose pattern counts.
///
/// Training counts every column that is explained. Imputation leaves out columns that had no hole in the table that was
/// learnt from: their curves are known at the values that were there, where they are near 1, and nothing is known of their
/// slope. A missing cell of such a column, in another table, is imputed as if its missingness were ignorable.
struct ImputingLogOdds {
    /// 1 for each column that counts, 1 × 1 × columns.
    let isCounted: Tensor
    /// 0 for columns that do not count.
    private var own: OwnLogOdds
    private let columns: [FeatureEntry]

    /// Log-odds of some columns.
    ///
    /// - Parameters:
    ///   - own: The log-odds of being observed.
    ///   - columns: The columns.
    ///   - tape: What records.
    ///   - leftOut: 1 for each column that does not count, 1 × 1 × columns.
    init(_ own: OwnLogOdds, for columns: [FeatureEntry], on tape: Tape, leavingOut leftOut: Tensor? = nil) {
        self.own = own
        self.columns = columns
        guard let leftOut else {
            isCounted = own.explained(on: tape)
            return
        }
        let kept = 1 - leftOut
        isCounted = own.explained(on: tape) * kept
        self.own.slope = own.slope * kept.spread(byWidths: columns.map(\.width))
        self.own.offset = own.offset * kept
    }

    /// Of each feature, 1 × 1 × features.
    var slope: Tensor { own.slope }
    /// Of each column, 1 × 1 × columns.
    var offset: Tensor { own.offset }

    /// The log-odds of being observed, of values: rows × samples × all features → rows × samples × columns.
    func ofObserved(given values: Tensor) -> Tensor { own.logOdds(given: values, for: columns) }
}
