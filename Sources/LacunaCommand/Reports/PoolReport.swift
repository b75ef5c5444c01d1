import LacunaCore

/// What combining analyses came to.
struct PoolReport: Sendable {
    var input: String
    var imputationCount: Int
    /// Degrees of freedom of an analysis without missing cells; infinite where none were given.
    var completeDegreesOfFreedom: Double
    /// The confidence of the intervals.
    var level: Double
    /// The terms with what is known about them.
    var terms: [(name: String, rules: RubinRules)]
    /// How the input was read; the table of figures has its delimiter.
    var options: CSVOptions

    /// "analyses.csv: 3 terms, 20 imputations".
    var title: String {
        "\(input): \(Phrase.counted(terms.count, "term")), \(Phrase.counted(imputationCount, "imputation"))"
    }

    /// For people: one line a term.
    var text: String {
        let percent = Phrase.significant(100 * level, 6)
        var table = TextTable([
            ("term", .left), ("estimate", .right), ("standard error", .right), ("\(percent) % from", .right),
            ("to", .right), ("df", .right), ("p", .right), ("fmi", .right),
        ])
        for (name, rules) in terms {
            let interval = rules.interval(level: level)
            table.add([
                name, shown(rules.estimate), shown(rules.standardError), shown(interval.lowerBound),
                shown(interval.upperBound), shown(rules.degreesOfFreedom), shown(rules.pValue, 3),
                Phrase.fixed(rules.fractionOfMissingInformation, 3),
            ])
        }
        return DisplayText.printable(title) + "\n" + table.render()
    }

    /// For programs; infinite numbers are `null`, since JSON has none.
    var json: JSONText {
        [
            "input": .string(input),
            "imputations": .integer(imputationCount),
            "completeDegreesOfFreedom": .number(completeDegreesOfFreedom),
            "level": .number(level),
            "terms": .array(
                terms.map { name, rules in
                    .object([("term", .string(name))] + figures(rules).map { ($0.name, .number($0.value)) })
                }),
        ]
    }

    /// The figures as a table, numbers to all their digits and infinite ones as `Inf`.
    ///
    /// - Throws: `LacunaError` for a delimiter that is not supported.
    func csv() throws(LacunaError) -> String {
        let delimiter = options.delimiter.map { $0 == "tab" ? "\t" : $0 } ?? ","
        var lines: [String] = []
        for (name, rules) in terms {
            let figures = figures(rules)
            if lines.isEmpty { lines.append((["term"] + figures.map(\.name)).joined(separator: delimiter)) }
            let cells = figures.map { Self.text($0.value) }
            lines.append(([try Table.field(name, options: options)] + cells).joined(separator: delimiter))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func text(_ value: Double) -> String {
        if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
        return value.isNaN ? "NaN" : JSONText.number(value).text()
    }

    private func figures(_ rules: RubinRules) -> [(name: String, value: Double)] {
        let interval = rules.interval(level: level)
        return [
            ("estimate", rules.estimate), ("standardError", rules.standardError), ("lower", interval.lowerBound),
            ("upper", interval.upperBound), ("degreesOfFreedom", rules.degreesOfFreedom), ("pValue", rules.pValue),
            ("fractionOfMissingInformation", rules.fractionOfMissingInformation), ("lambda", rules.lambda),
            ("relativeIncrease", rules.relativeIncrease), ("withinVariance", rules.withinVariance),
            ("betweenVariance", rules.betweenVariance), ("totalVariance", rules.totalVariance),
        ]
    }

    private func shown(_ value: Double, _ digits: Int = 5) -> String {
        value.isInfinite ? (value < 0 ? "-∞" : "∞") : Phrase.significant(value, digits)
    }
}
