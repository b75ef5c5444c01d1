import Foundation
import LacunaCore

/// What a fit learnt of the reasons for which cells are missing, in the units of the table.
struct MissingnessText: Sendable {
    private let curves: [(curve: MissingnessCurve, column: Column)]
    /// Whether several fits were made, and one of them from mirrored curves.
    private let isRepeated: Bool
    private let isMirrored: Bool

    /// The curves of a fit, of columns that the schema has.
    init(_ record: TrainingRecord?, schema: Schema) {
        curves = (record?.missingness ?? []).compactMap { curve in
            schema.columnIndex(of: curve.column).map { (curve, schema.columns[$0]) }
        }
        isRepeated = record?.fits != nil
        isMirrored = record?.fits?.contains { $0.start == .mirrored && $0.bound != nil } ?? false
    }

    /// For people: a heading, a line a column, and what was not tried; none where no curves were learnt.
    var lines: [String] {
        guard !curves.isEmpty else { return [] }
        var lines = ["missingness as the fitted model has it:"]
        lines += curves.map { "  " + line($0, $1) }
        let free = curves.filter { $0.curve.isDirectionFree && $0.curve.direction != 0 }.map(\.column.name)
        guard !free.isEmpty else { return lines }
        if !isRepeated {
            lines.append(
                "  the opposite direction of \(Self.list(free)) was not tried; training.restarts=1 tries it, and warns where "
                    + "the data cannot tell")
        } else if isMirrored, curves.allSatisfy({ $0.curve.opposite == nil }) {
            lines.append("  a fit that started from opposite directions came to the same ones")
        }
        return lines
    }

    /// A warning for each column whose direction the data cannot tell.
    var warnings: [String] {
        curves.compactMap { curve, column in
            guard let opposite = curve.opposite, opposite.isUndecided else { return nil }
            let directions = Self.directions(of: column)
            let bounds = "\(Phrase.fixed(opposite.keptBound, 3)) and \(Phrase.fixed(opposite.bound, 3)) nats a row"
            return
                "the data cannot tell whether \(column.name) is missing more often \(directions.up) or \(directions.down): "
                + "fits of both kinds do about as well (\(bounds)); name the direction by the missingness model "
                + "selfMaskingKnown if it is known"
        }
    }

    /// For programs, in the units of the table; null where no curves were learnt.
    var json: JSONText {
        guard !curves.isEmpty else { return .null }
        return .array(
            curves.map { curve, column in
                let isOrdered = curve.direction != 0
                return [
                    "column": .string(column.name),
                    "direction": isOrdered ? .string(curve.direction > 0 ? "above" : "below") : .null,
                    "directionIsFree": .bool(curve.isDirectionFree),
                    "slopes": .numbers(curve.slopes),
                    "threshold": .optional(curve.kind == .continuous ? curve.threshold.map(column.original) : nil),
                    "points": .array(
                        curve.points.map { point in
                            [
                                "value": Self.json(point.value, in: column),
                                "probability": .number(point.probability),
                            ]
                        }),
                    "opposite": Self.json(curve.opposite),
                ]
            })
    }

    private static func json(_ value: Double, in column: Column) -> JSONText {
        column.kind == .continuous ? .number(column.original(value)) : .string(text(value, in: column))
    }

    private static func json(_ opposite: OppositeFit?) -> JSONText {
        guard let opposite else { return .null }
        return [
            "keptBound": .number(opposite.keptBound), "bound": .number(opposite.bound),
            "standardError": .number(opposite.standardError), "undecided": .bool(opposite.isUndecided),
        ]
    }

    // MARK: Sentences

    private func line(_ curve: MissingnessCurve, _ column: Column) -> String {
        let shown = curve.kind == .categorical ? Array(curve.points.prefix(8)) : curve.points
        let word = curve.kind == .continuous ? "at" : "for"
        var places = shown.map { "\(Self.percent($0.probability)) \(word) \(Self.text($0.value, in: column))" }
        let hidden = curve.points.count - shown.count
        if hidden > 0 { places.append("… (\(Phrase.counted(hidden, "more value")))") }
        let text = places.joined(separator: ", ")
        guard curve.direction != 0 else {
            return curve.kind == .categorical
                ? "\(column.name) is missing with probability \(text)"
                : "\(column.name) is missing about as often at any value: with probability \(text)"
        }
        let directions = Self.directions(of: column)
        return "\(column.name) is missing more often \(curve.direction > 0 ? directions.up : directions.down): with "
            + "probability \(text)" + Self.comparison(curve.opposite)
    }

    /// By how much fits of the opposite direction are worse, where the data can tell.
    private static func comparison(_ opposite: OppositeFit?) -> String {
        guard let opposite, !opposite.isUndecided else { return "" }
        let difference = Phrase.fixed(opposite.keptBound - opposite.bound, 3)
        return
            "; the opposite direction fits worse, by \(difference) ± \(Phrase.fixed(opposite.standardError, 3)) nats a row"
    }

    private static func directions(of column: Column) -> (up: String, down: String) {
        guard column.kind == .binary else { return ("when above", "when below") }
        return ("for \(text(1, in: column))", "for \(text(0, in: column))")
    }

    /// A value in the units of the table: two digits of the standard deviation, but no more than the table's own.
    private static func text(_ value: Double, in column: Column) -> String {
        guard column.kind == .continuous else {
            let index = Int(value)
            return column.categories.indices.contains(index) ? column.categories[index] : "another value"
        }
        let number = column.original(value)
        let deviation = column.standardDeviation
        guard deviation > 1e-12, deviation < 1e12, abs(number) < 1e15 else { return Phrase.significant(number, 4) }
        let digits = 1 - Int(log10(deviation).rounded(.down))
        let unit = pow(10, Double(max(-digits, 0)))
        guard digits <= 0 else { return Phrase.fixed(number, min(digits, column.fractionDigits)) }
        // Adding 0 turns -0 into 0.
        return Phrase.fixed((number / unit).rounded() * unit + 0, 0)
    }

    private static func percent(_ probability: Double) -> String {
        let share = 100 * probability
        if share < 0.1 { return "under 0.1 %" }
        if share > 99.9 { return "over 99.9 %" }
        return Phrase.fixed(share, share < 0.95 || share > 99.05 ? 1 : 0) + " %"
    }

    private static func list(_ names: [String]) -> String {
        names.count > 5
            ? names.prefix(4).joined(separator: ", ") + " and \(names.count - 4) more columns"
            : names.joined(separator: ", ")
    }
}
