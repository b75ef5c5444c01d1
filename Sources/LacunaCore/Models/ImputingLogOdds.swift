import LacunaTensors

/// Own log-odds with the columns whose pattern counts.
///
/// Training counts every column that is explained. Imputation leaves out columns that had no hole in the table that was
/// learnt from: their curves are known at the values that were there, where they are near 1, and nothing is known of their
/// slope. A missing cell of such a column, in another table, is imputed as if its missingness were ignorable.
struct ImputingLogOdds {
    /// Of each feature, 1 × 1 × features; 0 for columns that do not count.
    let slope: Tensor
    /// Of each column, 1 × 1 × columns; 0 for columns that do not count.
    let offset: Tensor
    /// 1 for each column that counts, 1 × 1 × columns.
    let isCounted: Tensor
    private let columns: [FeatureEntry]

    /// Log-odds of some columns.
    ///
    /// - Parameters:
    ///   - own: The log-odds of being observed.
    ///   - columns: The columns.
    ///   - tape: What records.
    ///   - leftOut: 1 for each column that does not count, 1 × 1 × columns.
    init(_ own: OwnLogOdds, for columns: [FeatureEntry], on tape: Tape, leavingOut leftOut: Tensor? = nil) {
        self.columns = columns
        guard let leftOut else {
            (slope, offset, isCounted) = (own.slope, own.offset, own.explained(on: tape))
            return
        }
        let kept = 1 - leftOut
        slope = own.slope * kept.spread(byWidths: columns.map(\.width))
        offset = own.offset * kept
        isCounted = own.explained(on: tape) * kept
    }

    /// The log-odds of being observed, of values: rows × samples × all features → rows × samples × columns.
    func ofObserved(given values: Tensor) -> Tensor {
        (values.features(of: columns) * slope).summed(byWidths: columns.map(\.width)) + offset
    }
}
