import LacunaCore

/// What was moved after it was imputed, for people and for programs.
enum ShiftText {
    /// A line a column.
    ///
    /// - Parameter tableCount: Completed tables that are written.
    static func lines(_ adjustment: DeltaAdjustment?, tableCount: Int) -> [String] {
        (adjustment?.columns ?? []).map { column in
            let cells = Phrase.counted(column.cellCount, "imputed cell") + (tableCount > 1 ? " of each table" : "")
            let name = column.shift.column
            if let category = column.category {
                return "\(name): \(cells) shifted by \(number(column.amount)) in the log-odds of \(category)"
            }
            guard column.shift.unit == .standardDeviations else {
                return "\(name): \(cells) shifted by \(number(column.amount))"
            }
            return
                "\(name): \(cells) shifted by \(number(column.shift.amount)) sd (\(minus(Phrase.significant(column.amount, 6))))"
        }
    }

    /// An object a column: `shift` is in the units of a continuous column, and in log-odds of the `category` of a binary
    /// one; `requested` is what was asked for, in `unit`.
    static func json(_ adjustment: DeltaAdjustment?) -> JSONText {
        .array(
            (adjustment?.columns ?? []).map { column in
                [
                    "column": .string(column.shift.column), "kind": .string(column.kind.rawValue),
                    "category": column.category.map { .string($0) } ?? .null,
                    "requested": .number(column.shift.amount), "unit": .string(unit(column)),
                    "shift": .number(column.amount), "imputedCells": .integer(column.cellCount),
                ]
            })
    }

    /// What a shift was asked for in.
    private static func unit(_ column: ShiftedColumn) -> String {
        if column.kind == .binary { return "logOdds" }
        return column.shift.unit == .standardDeviations ? "standardDeviations" : "column"
    }

    private static func number(_ value: Double) -> String { minus(JSONText.number(value).text()) }

    private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }
}
