import Foundation
import LacunaCommand
import Testing

/// `lacuna mask`: removed cells are empty, everything else stays byte for byte.
@Suite struct MaskCommandTests {
    @Test func itRemovesTheShareAndNothingElse() throws {
        let sandbox = try CommandSandbox()
        var text = "a,b,id\r\n"
        for row in 0..<40 { text += "\(Double(row) * 0.25),\"\(row * row)\",n\(row)\r\n" }
        try sandbox.write(text, to: "data.csv")
        let outcome = sandbox.run("mask @data.csv --mask mcar:0.5 --ignore id --seed 4")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("40 of 80 cells removed"))
        let before = text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let after = try sandbox.read("data.masked.csv").split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(after.count == before.count)
        var removed = 0
        for (row, cells) in after.enumerated() {
            for (column, cell) in cells.enumerated() where cell != before[row][column] {
                #expect(cell.isEmpty && row > 0 && column < 2)
                removed += 1
            }
        }
        #expect(removed == 40)
        let again = sandbox.run("mask @data.csv --mask mcar:0.5 --ignore id --seed 4 --output @again.csv --quiet")
        #expect(again.messages.isEmpty)
        #expect(try sandbox.bytes("again.csv") == sandbox.bytes("data.masked.csv"))
        _ = sandbox.run("mask @data.csv --mask mcar:0.5 --ignore id --seed 5 --output @again.csv")
        #expect(try sandbox.bytes("again.csv") != sandbox.bytes("data.masked.csv"))
    }

    @Test func mistakesAreSentences() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b\n1,2\n3,4\n", to: "data.csv")
        for (line, expected) in [
            ("mask @data.csv", "--mask is missing"), ("mask @data.csv --mask mcra:0.5", "did you mean \"mcar\"?"),
            ("mask @data.csv --mask mcar:0.5 --output @data.csv", "is the table itself, which is never overwritten"),
            ("mask @data.csv --mask mcar:0.1", "the mask removes no cell"),
            ("mask @data.csv --mask mcar:0.5 --set data.missingTokens=[]", "data.missingTokens is empty"),
        ] {
            let outcome = sandbox.run(line)
            #expect(outcome.status == 2, "\(line)")
            #expect(outcome.messages.contains(expected), "\(line): \(outcome.messages)")
        }
        #expect(try sandbox.names() == ["data.csv"])
    }
}
