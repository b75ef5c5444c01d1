import Foundation
import LacunaCommand
import LacunaCore
import Testing

/// `lacuna impute --draws m --long`: the same draws as in separate files, in one.
@Suite struct LongOutputTests {
    @Test func rowsAreThoseOfTheSeparateFiles() throws {
        let sandbox = try CommandSandbox()
        // Semicolons, quotes around each name of a group, CRLF, and no line end at the end.
        let lines = ([ExampleTable.header] + ExampleTable.rows()).map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return cells.dropLast().joined(separator: ";") + ";" + (cells[3] == "a" ? "\"a\"" : cells[3])
        }
        try sandbox.write(lines.joined(separator: "\r\n"), to: "data.csv")
        let settings = "--set data.delimiter=\";\" --draws 3 --set imputation.quantiles=[0.5]"
        #expect(sandbox.impute("data.csv", settings + " --output @out.csv -q").status == 0)
        let outcome = sandbox.impute("data.csv", settings + " --long --output @long.csv")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("written to \(sandbox.path("long.csv")) … (2 files)"))
        #expect(
            try sandbox.names() == [
                "data.csv", "long.csv", "long.q0.5.csv", "out.1.csv", "out.2.csv", "out.3.csv", "out.q0.5.csv",
            ])
        #expect(try sandbox.bytes("long.q0.5.csv") == sandbox.bytes("out.q0.5.csv"))

        var expected = ".imp;.id;height;weight;sex;group\r\n"
        for draw in 1...3 {
            let rows = try sandbox.read("out.\(draw).csv").components(separatedBy: "\r\n").dropFirst()
            #expect(rows.count == 48)
            for (index, row) in rows.enumerated() { expected += "\(draw);\(index + 1);\(row)\r\n" }
        }
        #expect(try sandbox.read("long.csv") == expected)
    }

    @Test func takenNamesAreRefusedBeforeAnyWork() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(".id,a\n1,2\n3,\n", to: "data.csv")
        let outcome = sandbox.run("impute @data.csv --draws 2 --long --set training.steps=1000000000")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("has a column \".id\" already, the name of a column of the long table"))
        #expect(try sandbox.names() == ["data.csv"])
        #expect(sandbox.impute("data.csv", "--draws 2 -q").status == 0)
    }

    @Test func aTableWithoutMissingCellsIsRepeated() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b\n1,\"x\"\n", to: "data.csv")
        #expect(sandbox.impute("data.csv", "--set imputation.draws=2 --long").status == 0)
        #expect(try sandbox.read("data.imputed.csv") == ".imp,.id,a,b\n1,1,1,\"x\"\n2,1,1,\"x\"\n")
    }
}
