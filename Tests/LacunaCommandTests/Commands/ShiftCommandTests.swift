import Foundation
import LacunaCommand
import Testing

/// `lacuna impute --shift column=δ`: imputed cells moved, and nothing else.
@Suite struct ShiftCommandTests {
    private static let shifts = "--shift height=-5 --shift weight=0.5sd --shift sex=3"

    /// The cells of a file, a row a line below the header.
    private static func cells(_ text: String) -> [[String]] {
        ExampleTable.lines(text).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// How the cells of two completions of the example table differ.
    private struct Difference {
        /// new − old of the imputed cells of a column of numbers.
        var changes: [[Double]] = [[], []]
        /// Imputed cells of sex: old and new.
        var sexes: [(old: String, new: String)] = []
        /// Observed cells and groups that are not as they were.
        var wrongCount = 0

        init(_ original: String, _ old: String, _ new: String) {
            for (row, (before, after)) in zip(cells(original), zip(cells(old), cells(new))).enumerated() {
                for column in 0..<4 {
                    let isMissing = before[column].isEmpty || before[column] == "NA"
                    if !isMissing || column == 3 {
                        let kept = isMissing ? after.0[column] : before[column]
                        if after.1[column] != kept { wrongCount += 1 }
                    } else if column == 2 {
                        sexes.append((after.0[column], after.1[column]))
                    } else if let old = Double(after.0[column]), let new = Double(after.1[column]) {
                        changes[column].append(new - old)
                    } else {
                        wrongCount += 1
                    }
                }
                if before.count != 4 || row >= 48 { wrongCount += 1 }
            }
        }
    }

    @Test func onlyImputedCellsMove() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        for method in ["miwae", "columnMean"] {
            let settings = "--method \(method) --draws 2 --set imputation.quantiles=[0.5]"
            #expect(sandbox.impute("data.csv", "\(settings) -o @a.csv -q").status == 0)
            let outcome = sandbox.impute("data.csv", "\(settings) \(Self.shifts) -o @b.csv")
            #expect(outcome.status == 0)
            for file in ["1", "2", "q0.5"] {
                let difference = Difference(
                    ExampleTable.text(), try sandbox.read("a.\(file).csv"), try sandbox.read("b.\(file).csv"))
                #expect(difference.wrongCount == 0)
                #expect(difference.changes.map(\.count) == [3, 3] && difference.sexes.count == 3)
                // The texts have two digits more than the observed cells: 0.001 and 0.0001.
                #expect(difference.changes[0].allSatisfy { abs($0 + 5) < 0.0011 }, "\(difference.changes)")
                let half = difference.changes[1][0]
                #expect(half > 2 && difference.changes[1].allSatisfy { abs($0 - half) < 0.00021 })
                #expect(difference.sexes.allSatisfy { $0.new == "male" || $0.old == "female" })
            }
            let lines = ExampleTable.lines(outcome.messages)
            #expect(lines.contains("height: 3 imputed cells of each table shifted by −5"), "\(lines)")
            #expect(lines.contains("sex: 3 imputed cells of each table shifted by 3 in the log-odds of male"))
            #expect(
                lines.contains {
                    $0.hasPrefix("weight: 3 imputed cells of each table shifted by 0.5 sd (")
                })
        }
    }

    @Test func theSummaryMovesWhereItIsTheTable() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b\n1,no\n3,yes\n,no\n5,\n", to: "data.csv")
        let outcome = sandbox.run("impute @data.csv --method columnMean --shift a=0.25 --shift=b=\u{2212}1 --json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try sandbox.read("data.imputed.csv") == "a,b\n1,no\n3,yes\n3.25,no\n5,no\n")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let shifts = try #require(object["shifts"] as? [[String: Any]])
        #expect(shifts.compactMap { $0["column"] as? String } == ["a", "b"])
        #expect(shifts.compactMap { $0["kind"] as? String } == ["continuous", "binary"])
        #expect(shifts.compactMap { $0["shift"] as? Double } == [0.25, -1])
        #expect(shifts.compactMap { $0["imputedCells"] as? Int } == [1, 1])
        #expect(shifts.compactMap { $0["requested"] as? Double } == [0.25, -1])
        #expect(shifts.compactMap { $0["unit"] as? String } == ["column", "logOdds"])
        #expect(shifts[0]["category"] is NSNull && shifts[1]["category"] as? String == "yes")
        // The standard deviation of 1, 3 and 5 is √(8/3).
        let scaled = sandbox.run("impute @data.csv --method columnMean --shift a=0.5SD --json")
        #expect(
            scaled.output.contains("\"requested\": 0.5") && scaled.output.contains("\"unit\": \"standardDeviations\""))
        #expect(scaled.output.contains("\"shift\": 0.816"), "\(scaled.output)")
        // A third of b is yes: the odds of 1/2 become more than 1.
        #expect(sandbox.run("impute @data.csv --method columnMean --shift b=0.7").status == 0)
        #expect(try sandbox.read("data.imputed.csv").hasSuffix("5,yes\n"))
        // Nothing moves by 0, and a name may hold the sign.
        try sandbox.write("a=b,c\n1,2\n3,\n,5\n7,8\n", to: "names.csv")
        #expect(sandbox.impute("names.csv", "-o @plain.csv").status == 0)
        #expect(sandbox.impute("names.csv", "-o @zero.csv --shift a=b=0 --shift c=0sd").status == 0)
        #expect(try sandbox.bytes("zero.csv") == sandbox.bytes("plain.csv"))
    }

    @Test func theBytesDependOnTheSeedAlone() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let settings = "--draws 5 --long -q --shift height=-5 --shift sex=0.8"
        let reference = sandbox.impute("data.csv", "\(settings) --threads 1 --save @model -o @a.csv")
        #expect(reference.status == 0, "\(reference.messages)")
        let long = try sandbox.read("a.csv")
        #expect(long.hasPrefix(".imp,.id,height") && ExampleTable.lines(long).count == 1 + 5 * 48)
        let more = sandbox.impute("data.csv", "\(settings) --threads 3 --set imputation.batchSize=1 -o @b.csv")
        #expect(more.status == 0)
        #expect(try sandbox.read("b.csv") == long)
        // The model that is kept knows nothing of the shift: with it and without, it imputes as before.
        let sampler = "--set imputation.sampler.sampleCount=100"
        let loaded = sandbox.run("impute @data.csv --model @model \(sampler) \(settings) -o @c.csv")
        #expect(loaded.status == 0, "\(loaded.messages)")
        #expect(try sandbox.read("c.csv") == long)
        #expect(sandbox.impute("data.csv", "--draws 5 --long -q --save @plain -o @d.csv").status == 0)
        #expect(try sandbox.bytes("plain") == sandbox.bytes("model"))
        #expect(try sandbox.read("d.csv") != long)
    }

    @Test func mistakesAreToldAtOnceBeforeAnyWork() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("income,full,eyes,none,id\n1,1,a,,u\n2,2,b,,v\n,3,c,,\n4,5,,,w\n", to: "data.csv")
        let long = "impute @data.csv --set training.steps=1000000000"
        let outcome = sandbox.run(
            long + " --ignore id --shift incme=1 --shift full=1 --shift eyes=1 --shift none=1 --shift id=1 "
                + "--shift income=much --shift income --shift =3 --shift income=1 --shift income=2sd --shift income=nan"
        )
        #expect(outcome.status == 2)
        let expected = [
            "lacuna: 10 problems", "\"income=much\" does not end in a number; expected one such as -5000, or -0.5sd",
            "\"income\" is no shift; expected COLUMN=δ, such as salary=-5000", "\"=3\" is no shift",
            "\"income=nan\" does not end in a number",
            "- shift of \"incme\": \(sandbox.path("data.csv")) has no such column; did you mean \"income\"?",
            "shift of \"full\": the column has no missing cell", "shift of \"eyes\": the column is categorical",
            "shift of \"none\": the column has no observed value", "shift of \"id\": the column is ignored",
            "shift of \"income\": it is given 2 times; give it once",
        ]
        for text in expected { #expect(outcome.messages.contains(text), "\(text): \(outcome.messages)") }
        for (text, hint) in [
            ("", ""), ("sd", ""), ("1,5", "; decimals follow a point"), ("5%", "not by a share of what they hold"),
            ("0x10", ""), ("inf", ""), ("1e999", ""),
        ] {
            let outcome = sandbox.run("\(long) --shift income=\(text)")
            #expect(outcome.status == 2 && outcome.messages.contains("does not end in a number"), "\(outcome.messages)")
            #expect(hint.isEmpty || outcome.messages.contains(hint), "\(outcome.messages)")
        }
        #expect(sandbox.run("\(long) --shift").messages.contains("--shift needs a value: --shift COLUMN=δ"))
        #expect(try sandbox.names() == ["data.csv"])
    }
}
