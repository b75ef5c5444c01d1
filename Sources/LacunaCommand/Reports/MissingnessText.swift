import Foundation
import LacunaCore

/// What a fit learnt of the reasons for which cells are missing, in the units of the table.
struct MissingnessText: Sendable {
    let curves: [(curve: MissingnessCurve, column: Column)]
    /// All fits that came to an end, where several were made, and how many of them started from mirrored curves.
    let fitCount: Int?
    let mirroredCount: Int
    let atRandom: FitComparison?
    /// What the missingness model is called, where it says something but has no curve a column.
    private let modelWithoutCurves: String?
    /// Whether the fit was made in this run, so that advice on training can be followed.
    let isOfThisRun: Bool

    /// The curves of a fit, of columns that the schema has.
    ///
    /// - Parameters:
    ///   - record: What is known of the fit.
    ///   - schema: The columns of the table.
    ///   - model: The missingness model; `nil` where nobody knows.
    ///   - isOfThisRun: Whether the fit was made in this run, and not by an earlier one that saved it.
    init(_ record: TrainingRecord?, schema: Schema, model: (any MissingnessModel)? = nil, isOfThisRun: Bool = true) {
        curves = (record?.missingness ?? []).compactMap { curve in
            schema.columnIndex(of: curve.column).map { (curve, schema.columns[$0]) }
        }
        let finished = record?.fits?.filter { $0.bound != nil }
        fitCount = finished?.count
        mirroredCount = finished?.count { $0.start == .mirrored } ?? 0
        atRandom = record?.atRandom
        let hasNoCurves = record != nil && record?.missingness == nil
        modelWithoutCurves = model.flatMap { hasNoCurves && !$0.isIgnorable ? type(of: $0).name : nil }
        self.isOfThisRun = isOfThisRun
    }

    /// For people: a heading, a line a column, and what is known of directions; none where nothing was learnt.
    var lines: [String] {
        var lines: [String] = []
        if !curves.isEmpty {
            lines.append("missingness as the fitted model has it:")
            lines += curves.map { "  " + line($0, $1) }
            lines += directionSentences.map { "  " + $0 }
        } else if let modelWithoutCurves {
            lines.append("missingness: \(modelWithoutCurves) has no curve a column")
        }
        guard let atRandom, !lines.isEmpty else { return lines }
        switch atRandom.verdict {
        case .clear:
            lines.append("  a model in which cells are missing at random fits worse, by \(Self.difference(atRandom))")
        case .unknown:
            lines.append(
                "  a model in which cells are missing at random reaches \(Self.bounds(atRandom))" + adviceOnChance)
        case .undecided: break
        }
        return lines
    }

    /// What the data cannot tell: whether cells are missing because of their values at all, and in which direction.
    var warnings: [String] {
        var warnings: [String] = []
        if let atRandom, atRandom.verdict == .undecided {
            warnings.append(
                "a model in which cells are missing at random does as well (\(Phrase.fixed(atRandom.bound, 3)) and "
                    + "\(Phrase.fixed(atRandom.keptBound, 3)) nats a row): the data do not tell that cells are missing "
                    + "because of their values")
        }
        for group in turningGroups where group.opposite.comparison.verdict == .undecided {
            let what: String
            if group.columns.count == 1, let column = group.columns.first {
                let directions = Self.directions(of: column)
                what = "whether \(column.name) is missing more often \(directions.up) or \(directions.down)"
            } else {
                what = "the directions of \(Self.list(group.columns.map(\.name)))"
            }
            let advice =
                isOfThisRun ? "; name the direction by the missingness model selfMaskingKnown if it is known" : ""
            warnings.append("the data cannot tell \(what): \(turning(group, subject: nil))\(advice)")
        }
        return warnings
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
        guard let opposite, case .object(let members) = json(opposite.comparison) else { return .null }
        return .object(members + [("fits", .integer(opposite.fits.count))])
    }

    private static func json(_ comparison: FitComparison?) -> JSONText {
        guard let comparison else { return .null }
        return [
            "keptBound": .number(comparison.keptBound), "bound": .number(comparison.bound),
            "standardError": .optional(comparison.standardError), "spread": .optional(comparison.spread),
            "verdict": .string(comparison.verdict.rawValue),
        ]
    }

    /// The comparison with cells that are missing at random, for programs; null without.
    var atRandomJSON: JSONText { Self.json(atRandom) }

    // MARK: Sentences

    private func line(_ curve: MissingnessCurve, _ column: Column) -> String {
        let shown = curve.kind == .categorical ? Array(curve.points.prefix(8)) : curve.points
        let word = curve.kind == .continuous ? "at" : "for"
        var places = shown.map { "\(Self.percent($0.probability)) \(word) \(Self.text($0.value, in: column))" }
        let hidden = curve.points.count - shown.count
        if hidden > 0 { places.append("… (\(Phrase.counted(hidden, "more value")))") }
        let text = places.joined(separator: ", ")
        guard curve.direction != 0 else {
            return curve.kind == .categorical || curve.points.count < 2
                ? "\(column.name) is missing with probability \(text)"
                : "\(column.name) is missing about as often at any observed value: with probability \(text)"
        }
        let directions = Self.directions(of: column)
        return "\(column.name) is missing more often \(curve.direction > 0 ? directions.up : directions.down): with "
            + "probability \(text)"
    }

    /// A value in the units of the table: two digits of the standard deviation, but no more than the table's own.
    static func text(_ value: Double, in column: Column) -> String {
        guard column.kind == .continuous else {
            let index = Int(value)
            return column.categories.indices.contains(index) ? column.categories[index] : "another value"
        }
        let number = column.original(value)
        let deviation = column.standardDeviation
        guard deviation > 1e-12, deviation < 1e12, abs(number) < 1e15 else { return Phrase.significant(number, 4) }
        let digits = 1 - Int(log10(deviation).rounded(.down))
        let unit = pow(10, Double(max(-digits, 0)))
        // Adding 0 turns -0 into 0.
        guard digits <= 0 else {
            let shown = min(digits, column.fractionDigits), scale = pow(10, Double(shown))
            return Phrase.fixed((number * scale).rounded() / scale + 0, shown)
        }
        return Phrase.fixed((number / unit).rounded() * unit + 0, 0)
    }

    private static func percent(_ probability: Double) -> String {
        let share = 100 * probability
        if share < 0.1 { return "under 0.1 %" }
        if share > 99.9 { return "over 99.9 %" }
        return Phrase.fixed(share, share < 0.95 || share > 99.05 ? 1 : 0) + " %"
    }
}

extension Blueprint {
    /// The missingness model, where the imputer fits one.
    var missingness: (any MissingnessModel)? {
        guard imputer.usesModel else { return nil }
        return try? configuration.model.missingness.member()
    }
}
