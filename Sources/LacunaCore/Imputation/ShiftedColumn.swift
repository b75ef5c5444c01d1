/// A column whose imputed cells are moved: what was asked for, in the terms of a schema and a table.
public struct ShiftedColumn: Sendable, Equatable {
    /// The most that a continuous column is moved, in standard deviations: what `Column.standardised` holds to.
    static let limit = 1e9

    /// What was asked for.
    public let shift: DeltaShift
    /// What the column is: continuous or binary.
    public let kind: ColumnKind
    /// How far a cell is moved: in the units of a continuous column, in log-odds of a binary one.
    public let amount: Double
    /// The category whose log-odds are moved, of a binary column.
    public let category: String?
    /// How many cells of the table are imputed, and so moved.
    public let cellCount: Int
    /// The position of the column's feature.
    let feature: Int
    /// How far the feature is moved: in standard deviations of a continuous column, in log-odds of a binary one.
    let featureAmount: Double

    /// Finds the column of a shift.
    ///
    /// - Parameters:
    ///   - shift: What is asked for.
    ///   - layout: The layout of the schema.
    ///   - position: The position of the column in the table; `nil` where the table lacks it.
    /// - Throws: `LacunaError` of kind `data` with one sentence: why the cells cannot be moved.
    init(
        _ shift: DeltaShift, schema: Schema, layout: FeatureLayout, table: Table, position: Int?
    ) throws(LacunaError) {
        let label = "shift of \(Excerpt.quoted(shift.column))"
        guard let position, let index = schema.columnIndex(of: shift.column) else {
            throw LacunaError(
                .data,
                "\(label): \(table.name) has no such column"
                    + Suggestion.phrase(for: shift.column, among: table.columnNames))
        }
        let column = schema.columns[index]
        if let reason = Self.refusal(of: shift, column) { throw LacunaError(.data, "\(label): \(reason)") }
        let missing = (0..<table.rowCount).count { table.isMissing(row: $0, column: position) }
        guard missing > 0, let entry = layout.entries.first(where: { $0.columnIndex == index }) else {
            throw LacunaError(
                .data, "\(label): the column has no missing cell in \(table.name), so none is imputed; leave it out")
        }
        self.shift = shift
        kind = column.kind
        cellCount = missing
        feature = entry.offset
        switch (column.kind, shift.unit) {
        case (.continuous, .column):
            amount = shift.amount
            featureAmount = shift.amount / column.standardDeviation
        case (.continuous, .standardDeviations):
            amount = shift.amount * column.standardDeviation
            featureAmount = shift.amount
        default:
            amount = shift.amount
            featureAmount = shift.amount
        }
        category = column.kind == .binary ? column.categories.last : nil
    }

    /// Why a column cannot be moved so, as a sentence; `nil` where it can.
    private static func refusal(of shift: DeltaShift, _ column: Column) -> String? {
        guard shift.amount.isFinite else { return "the amount is no finite number" }
        if column.kind == .ignore {
            return "the column is ignored, and its missing cells stay missing; declare its kind under data.columns, or "
                + "leave the shift out"
        }
        if column.isAllMissing {
            return "the column has no observed value, so nothing was learnt that could be moved; leave it out"
        }
        switch column.kind {
        case .categorical:
            return "the column is categorical, and only continuous and binary ones can be moved; leave it out"
        case .binary:
            if column.isConstant {
                return "the column is constant, so there is no second category to move to; leave it out"
            }
            if shift.unit == .standardDeviations {
                return "the column is binary and moved in log-odds, not in standard deviations; leave out sd"
            }
        case .continuous, .ignore:
            if column.isConstant, shift.unit == .standardDeviations {
                return "the column is constant and has no standard deviation; state the shift in its units"
            }
            let distance = shift.unit == .column ? shift.amount / column.standardDeviation : shift.amount
            if abs(distance) > limit {
                return "\(DecimalText.shortest(shift.amount)) is more than 10⁹ standard deviations (of "
                    + "\(DecimalText.brief(column.standardDeviation))); check its unit"
            }
        }
        return nil
    }
}
