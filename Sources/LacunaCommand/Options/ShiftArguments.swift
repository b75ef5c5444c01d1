import LacunaCore

/// The option that moves imputed cells: `--shift column=δ`, once for each column.
struct ShiftArguments: Sendable {
    private let texts: [String]

    static let shiftOption = OptionDescription.option(
        "shift", value: "COLUMN=δ",
        help: "Move every imputed cell of a column by δ: in its units, or as 0.5sd in standard deviations of its "
            + "observed cells; binary columns in log-odds",
        isRepeatable: true)

    /// Takes `--shift`.
    init(_ arguments: ParsedArguments) { texts = arguments.strings("shift") }

    /// The adjustment of a table's imputed cells; `nil` where none is wanted.
    ///
    /// - Throws: `LacunaError` with every mistake, of form and of the columns.
    func adjustment(of table: Table, schema: Schema) throws(LacunaError) -> DeltaAdjustment? {
        guard !texts.isEmpty else { return nil }
        var problems: [String] = []
        var shifts: [DeltaShift] = []
        for text in texts {
            do throws(LacunaError) { shifts.append(try Self.shift(text)) } catch { problems += error.problems }
        }
        do throws(LacunaError) {
            let adjustment = try DeltaAdjustment(shifts, schema: schema, table: table)
            if problems.isEmpty { return adjustment }
        } catch {
            throw LacunaError(.data, problems + error.problems)
        }
        throw LacunaError(.usage, problems)
    }

    /// Reads `column=δ`; a column may have `=` in its name, a number has none.
    static func shift(_ text: String) throws(LacunaError) -> DeltaShift {
        let shown = JSONText.string(text).text()
        guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
            throw LacunaError(
                .usage,
                "--shift: \(shown) is no shift; expected COLUMN=δ, such as salary=-5000 or salary=-0.5sd")
        }
        // A minus sign as the report writes it is one too.
        var number = text[text.index(after: equals)...].replacing("−", with: "-")
        var unit = DeltaShift.Unit.column
        if number.suffix(2).lowercased() == "sd" {
            unit = .standardDeviations
            number.removeLast(2)
        }
        guard let amount = NumberText.value(of: String(number)) else {
            throw LacunaError(
                .usage,
                "--shift: \(shown) does not end in a number; expected one such as -5000, or -0.5sd for standard deviations"
                    + hint(number))
        }
        return DeltaShift(column: String(text[..<equals]), amount: amount, unit: unit)
    }

    /// What may have been meant by a text that is no number.
    private static func hint(_ text: some StringProtocol) -> String {
        if text.hasSuffix("%") { return "; cells are moved by an amount, not by a share of what they hold" }
        return text.contains(",") ? "; decimals follow a point" : ""
    }
}
