import Foundation
import LacunaCommand
import Testing

/// `lacuna impute --responsibilities`: to which cluster each row belongs.
@Suite struct ResponsibilityCommandTests {
    private static let mixture = "--set model.prior=gaussianMixture --set model.prior.componentCount=3 -q"

    @Test func eachRowHasALine() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute("data.csv", "--responsibilities @r.csv --save @model --threads 2 \(Self.mixture)")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try sandbox.names() == ["data.csv", "data.imputed.csv", "model", "r.csv"])
        let lines = ExampleTable.lines(try sandbox.read("r.csv"))
        #expect(lines.count == 49)
        #expect(lines[0] == "cluster1,cluster2,cluster3,mostProbable")
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",").compactMap { Double($0) }
            #expect(cells.count == 4)
            let shares = Array(cells.prefix(3))
            #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
            #expect(shares.firstIndex(of: shares.max() ?? 0).map { Double($0 + 1) } == cells.last)
        }
        // Rows belong to their clusters whatever stands around them, and by a saved model too.
        let rows = ExampleTable.rows()
        let order = rows.indices.map { ($0 * 7 + 3) % rows.count }
        try sandbox.write(([ExampleTable.header] + order.map { rows[$0] }).joined(separator: "\n") + "\n", to: "p.csv")
        let other = sandbox.run("impute @p.csv --model @model --responsibilities @p.r.csv --threads 1 -q")
        #expect(other.status == 0, "\(other.messages)")
        let permuted = ExampleTable.lines(try sandbox.read("p.r.csv"))
        for (place, row) in order.enumerated() { #expect(permuted[place + 1] == lines[row + 1]) }
    }

    @Test func completeTablesHaveClustersToo() throws {
        let sandbox = try CommandSandbox()
        let rows = ExampleTable.rows().enumerated().filter { $0.offset % 4 != 0 }.map(\.element)
        let text = rows.joined(separator: "\n").replacing(",", with: ";")
        try sandbox.write("height;weight;sex;group\n\(text)\n", to: "full.csv")
        let outcome = sandbox.impute(
            "full.csv",
            "--responsibilities @r.csv --set model.prior=vampPrior --set model.prior.componentCount=2 --set data.delimiter=; "
                + "--json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(object["responsibilities"] as? String == sandbox.path("r.csv"))
        let lines = ExampleTable.lines(try sandbox.read("r.csv"))
        #expect(lines.count == 37 && lines[0] == "cluster1;cluster2;mostProbable")
    }

    /// An encoder of complete rows cannot tell the clusters of others, which is known before anything is learnt and kept.
    @Test func encodersOfCompleteRowsAreRefusedBeforeTheFit() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.run(
            "impute @data.csv --method demissVAE --responsibilities @r.csv --save @model -q "
                + "--set model.prior=gaussianMixture \(CommandSandbox.training)")
        #expect(outcome.status == 2)
        #expect(
            outcome.messages.contains("the assignment to clusters shows the encoder the rows"), "\(outcome.messages)")
        #expect(try sandbox.names() == ["data.csv"])
    }

    @Test func peopleAreToldWhere() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute("data.csv", "--responsibilities @r.csv --set model.prior=gaussianMixture")
        #expect(outcome.messages.contains("clusters of the rows written to \(sandbox.path("r.csv"))"))
    }

    /// Draws for clusters are counted by a key of their own, which the warning of poor weights names.
    @Test func theNumberOfDrawsIsAKey() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        for count in [2_000, 300] {
            let outcome = sandbox.impute(
                "data.csv",
                "-o @\(count).csv --responsibilities @r\(count).csv --save @model "
                    + "--set imputation.responsibilitySampleCount=\(count) \(Self.mixture)")
            #expect(outcome.status == 0, "\(outcome.messages)")
        }
        let usual = sandbox.impute("data.csv", "-o @usual.csv --responsibilities @r.csv \(Self.mixture)")
        #expect(usual.status == 0, "\(usual.messages)")
        #expect(try sandbox.read("usual.csv") == sandbox.read("300.csv"))
        #expect(try sandbox.read("r.csv") == sandbox.read("r2000.csv"))
        #expect(try sandbox.read("r.csv") != sandbox.read("r300.csv"))
        try sandbox.write(ExampleTable.header + "\n170.0,100000,,a\n171.0,70.00,male,b\n", to: "odd.csv")
        let odd = sandbox.run("impute @odd.csv --model @model --responsibilities @odd.r.csv -q")
        #expect(odd.status == 0, "\(odd.messages)")
        #expect(odd.messages.contains("try a larger imputation.responsibilitySampleCount"), "\(odd.messages)")
        let wrong = sandbox.impute(
            "data.csv", "--responsibilities @r.csv --set imputation.responsibilitySampleCount=0 \(Self.mixture)")
        #expect(wrong.status == 2)
        #expect(
            wrong.messages.contains("imputation.responsibilitySampleCount must lie between 1 and 10000000, not 0"),
            "\(wrong.messages)")
    }
}
