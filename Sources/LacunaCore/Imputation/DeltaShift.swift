/// By how much the imputed cells of a column are to be moved.
public struct DeltaShift: Sendable, Equatable {
    /// What an amount is counted in.
    public enum Unit: Sendable, Equatable {
        /// The units of the column; log-odds of the second category of a binary one.
        case column
        /// Standard deviations of the cells that the schema was fitted to; for continuous columns only.
        case standardDeviations
    }

    /// The name of the column.
    public var column: String
    /// How far, in `unit`; finite.
    public var amount: Double
    /// What the amount is counted in.
    public var unit: Unit

    /// A shift of a column.
    public init(column: String, amount: Double, unit: Unit = .column) {
        self.column = column
        self.amount = amount
        self.unit = unit
    }
}
