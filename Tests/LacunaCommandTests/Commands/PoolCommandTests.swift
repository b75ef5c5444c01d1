import Foundation
import LacunaCommand
import LacunaCore
import Testing

/// `lacuna pool`: analyses of several tables become one.
@Suite struct PoolCommandTests {
    /// The data of `RubinRulesTests`, and a term whose estimates do not differ.
    private static let analyses = """
        .imp,term,estimate,std.error
        1,(Intercept),4,0.5
        1,age,0.31,0.11
        2,(Intercept),4,0.5
        2,age,-0.04,0.14
        3,(Intercept),4,0.5
        3,age,0.52,0.12
        4,(Intercept),4,0.5
        4,age,0.18,0.1
        5,(Intercept),4,0.5
        5,age,0.27,0.13

        """

    @Test func aTableIsPrinted() throws {
        let sandbox = try CommandSandbox()
        let path = try sandbox.write(Self.analyses, to: "analyses.csv")
        let outcome = sandbox.run("pool @analyses.csv")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        #expect(
            outcome.output == """
                \(path): 2 terms, 5 imputations
                term         estimate  standard error  95 % from       to      df         p    fmi
                (Intercept)         4             0.5       3.02     4.98       ∞  1.24e-15  0.000
                age             0.248          0.2537   -0.35756  0.85356  6.6914     0.362  0.820

                """)
        let small = sandbox.run("pool @analyses.csv --complete-df 12.5 --level 0.9").output
        #expect(small.contains("90 % from"))
        // Golden values of `RubinRulesTests`.
        #expect(small.contains("-0.55078  1.0468  1.8038     0.441  0.868"))
        #expect(try sandbox.names() == ["analyses.csv"])
    }

    @Test func jsonAndCSVHoldAllFigures() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(
            Self.analyses.replacing(",", with: ";").replacing("age", with: "\"age; in \"\"years\"\"\""),
            to: "analyses.csv")
        let words = "pool @analyses.csv --complete-df 12.5 --level 0.9 --set data.delimiter=\";\" --output @pooled.csv"
        let outcome = sandbox.run(words)
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.messages)")
        #expect(outcome.messages.contains("2 terms, 5 imputations; written to \(sandbox.path("pooled.csv"))"))
        #expect(sandbox.run(words + " --quiet").messages.isEmpty)
        let json = sandbox.run(words + " --json")
        #expect(json.messages.isEmpty)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["input", "imputations", "completeDegreesOfFreedom", "level", "terms"])
        let terms = try #require(object["terms"] as? [[String: Any]])

        let rules = RubinRules(
            estimates: [0.31, -0.04, 0.52, 0.18, 0.27], standardErrors: [0.11, 0.14, 0.12, 0.1, 0.13],
            completeDataDegreesOfFreedom: 12.5)
        let interval = rules.interval(level: 0.9)
        let figures: [(String, Double)] = [
            ("estimate", rules.estimate), ("standardError", rules.standardError), ("lower", interval.lowerBound),
            ("upper", interval.upperBound), ("degreesOfFreedom", rules.degreesOfFreedom), ("pValue", rules.pValue),
            ("fractionOfMissingInformation", rules.fractionOfMissingInformation), ("lambda", rules.lambda),
            ("relativeIncrease", rules.relativeIncrease), ("withinVariance", rules.withinVariance),
            ("betweenVariance", rules.betweenVariance), ("totalVariance", rules.totalVariance),
        ]
        let table = try Table.read(path: sandbox.path("pooled.csv"), options: CSVOptions(delimiter: ";"))
        #expect(table.columnNames == ["term"] + figures.map(\.0) && table.rowCount == 2)
        #expect(
            table.text(row: 1, column: 0) == "age; in \"years\"" && terms[1]["term"] as? String == "age; in \"years\"")
        for (index, figure) in figures.enumerated() {
            // Foundation reads the last digit of some numbers wrongly.
            let read = try #require(terms[1][figure.0] as? Double)
            #expect(abs(read / figure.1 - 1) < 1e-14, "\(figure.0)")
            #expect(table.number(row: 1, column: index + 1) == figure.1, "\(figure.0)")
        }
    }

    @Test func infiniteNumbersAreWrittenSo() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("term,estimate,se,imputation\na,1,0,1\na,2,0,2\nb,1,1,1\nb,1,1,2\n", to: "analyses.csv")
        #expect(sandbox.run("pool @analyses.csv --complete-df 5 --output @out.csv").status == 0)
        #expect(
            ExampleTable.lines(try sandbox.read("out.csv"))[1].hasPrefix("a,1.5,0.8660254037844386,-Inf,Inf,0,1,"))
        let json = sandbox.run("pool @analyses.csv --json").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["completeDegreesOfFreedom"] is NSNull)
        let shown = ExampleTable.lines(sandbox.run("pool @analyses.csv --complete-df 5").output)
        #expect(
            shown.count == 4 && shown[2].split(separator: " ") == ["a", "1.5", "0.86603", "-∞", "∞", "0", "1", "1.000"])
    }

    @Test func numbersWithoutSquaresArePooled() throws {
        let sandbox = try CommandSandbox()
        for unit in ["e200", "e-200", "e307"] {
            let rows = ["0.4\(unit),0.1\(unit),1", "0.2\(unit),0.1\(unit),2", "0.3\(unit),0.1\(unit),3"]
            let text = "term,estimate,se,imputation\n" + rows.map { "a," + $0 + "\n" }.joined()
            try sandbox.write(text, to: "analyses.csv")
            let outcome = sandbox.run("pool @analyses.csv --complete-df 40")
            #expect(outcome.status == 0 && !outcome.output.contains("nan"), "\(outcome.output)")
            let cells = try #require(ExampleTable.lines(outcome.output).last).split(separator: " ")
            try sandbox.write(text.replacing(unit, with: ""), to: "plain.csv")
            let plain = try #require(ExampleTable.lines(sandbox.run("pool @plain.csv --complete-df 40").output).last)
            // Degrees of freedom, p and fmi have no unit.
            #expect(cells.suffix(3) == plain.split(separator: " ").suffix(3))
            #expect(abs((Double(cells[1]) ?? 0) / (Double("0.3" + unit) ?? 1) - 1) < 1e-4, "\(outcome.output)")
        }
    }

    @Test func standardErrorsOfZeroAreNoted() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(
            "term,estimate,se,imputation\na,1,0,1\nb,1,1,1\nc,1,0,1\na,2,0,2\nb,2,0,2\nc,1,0,2\n", to: "analyses.csv")
        let outcome = sandbox.run("pool @analyses.csv")
        let notes = ExampleTable.lines(outcome.messages)
        #expect(outcome.status == 0 && notes.count == 1)
        #expect(notes.first?.hasPrefix("note: all standard errors of \"a\", \"c\" are 0, ") == true, "\(notes)")
        #expect(sandbox.run("pool @analyses.csv --quiet").messages.isEmpty)
    }

    @Test func mistakesAreSentences() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(Self.analyses, to: "analyses.csv")
        try sandbox.write("term,estimate,se,imputation\na,1,x,1\na,1,-1,2\nb,1,1,1\n", to: "bad.csv")
        let before = try sandbox.names()
        let cases: [(line: String, expected: [String])] = [
            ("pool", ["ANALYSES.csv is missing"]),
            ("pool @nosuch.csv", ["cannot read"]),
            ("pool @analyses.csv --level 1 --complete-df 0", ["--level: \"1\"", "--complete-df: \"0\""]),
            ("pool @analyses.csv --output @analyses.csv", ["is the input itself, which is never overwritten"]),
            ("pool @analyses.csv --output @none/out.csv", ["there is no folder"]),
            (
                "pool @bad.csv --output @out.csv",
                [
                    "3 problems", "line 2, column \"se\"", "line 3, column \"se\"",
                    "imputation 2 has no row for the term",
                ]
            ),
        ]
        for example in cases {
            let outcome = sandbox.run(example.line)
            let isTold = example.expected.allSatisfy { outcome.messages.contains($0) }
            #expect(outcome.status == 2 && isTold, "\(example.line): \(outcome.messages)")
        }
        #expect(try sandbox.names() == before && sandbox.read("analyses.csv") == Self.analyses)
    }
}
