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

    /// The share is of the cells that were there.
    @Test func missingCellsAreNotCounted() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b,id\n1,2,u\n3,,v\n5,6,w\n7,,x\n", to: "data.csv")
        try sandbox.write("{}", to: "c.json5")
        let outcome = sandbox.run("mask @data.csv --mask mcar:0.5 --config @c.json5 --ignore id")
        #expect(outcome.messages.contains("3 of 6 cells removed"), "\(outcome.messages)")
        let own = sandbox.run("mask @data.csv --mask mcar:0.5 --config @c.json5 --output @c.json5")
        #expect(own.status != 0 && own.messages.contains("is the configuration itself"), "\(own.messages)")
        #expect(try sandbox.read("c.json5") == "{}")
    }

    /// Masks know the order of the table and the units of the file, by either command: points (x, y) around (100, 100), of
    /// which the first is right above it. A column of texts stands first, in the table but not in the layout.
    @Test func masksSeeTheTableAsItIs() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("group,x,y\na,110,120\nb,90,130\nc,80,70\na,120,60\nb,130,50\nc,60,80\n", to: "data.csv")
        let sector = "{ type: \"sector\", centre: [100, 100] }"
        let outcome = sandbox.run([
            "mask", sandbox.path("data.csv"), "--mask", sector, "--output", sandbox.path("out.csv"),
        ])
        #expect(outcome.messages.contains("1 of 18 cells removed"), "\(outcome.messages)")
        #expect(try sandbox.read("out.csv").hasPrefix("group,x,y\na,,120\nb,90,130\n"))
        // In standard deviations all points lie around the origin, and none right above 100.
        let evaluated = sandbox.run([
            "evaluate", sandbox.path("data.csv"), "--mask", sector, "--methods", "columnMean",
        ])
        #expect(evaluated.status == 0, "\(evaluated.messages)")
        // The first of the two continuous columns, above its mean of 98.33.
        _ = sandbox.run("mask @data.csv --mask threshold --output @out.csv")
        #expect(try sandbox.read("out.csv") == "group,x,y\na,,120\nb,90,130\nc,80,70\na,,60\nb,,50\nc,60,80\n")
    }

    @Test func mistakesAreSentences() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b\n1,2\n3,4\n", to: "data.csv")
        for (line, expected) in [
            ("mask @data.csv", "--mask is missing"), ("mask @data.csv --mask mcra:0.5", "did you mean \"mcar\"?"),
            ("mask @data.csv --mask mcar:0.5 --output @data.csv", "is the table itself, which is never overwritten"),
            ("mask @data.csv --mask mcar:0.1", "the mask removes no cell"),
            ("mask @data.csv --mask mar:1", "must be greater than 0 and less than 1, not 1"),
            ("mask @data.csv --mask mar:0.5 --ignore a", "no rate can be reached; use \"mcar\" or \"selfMasking\""),
            ("mask @data.csv --mask mar:0.5 --ignore a,b", "and no cell can go"),
            ("mask @data.csv --mask selfMasking --ignore a,b", "no column has a cell that could go"),
            ("mask @data.csv --mask quadrants", "are no square image"),
            ("mask @data.csv --mask {type:\"selfMasking\",columns:[\"c\"]}", "has no column \"c\" that can lose cells"),
            ("mask @data.csv --mask mcar:0.5 --set data.missingTokens=[]", "data.missingTokens is empty"),
        ] {
            let outcome = sandbox.run(line)
            #expect(outcome.status == 2, "\(line)")
            #expect(outcome.messages.contains(expected), "\(line): \(outcome.messages)")
        }
        #expect(try sandbox.names() == ["data.csv"])
    }
}
