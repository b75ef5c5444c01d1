import Foundation
import LacunaCommand
import Testing

/// Tables that cannot be used: a sentence, status 2, nothing written.
@Suite struct BadDataTests {
    @Test func eachMistakeIsASentence() throws {
        let cases: [(text: String, more: String, expected: [String])] = [
            ("", "", ["is empty"]),
            ("a,b\n", "", ["column names but no rows"]),
            ("a,b\n1,2\n1\n1,2,3\n", "", ["line 3", "line 4"]),
            ("a,a\n1,2\n", "", ["columns 1 and 2 are both named \"a\""]),
            ("a,\n1,2\n", "", ["column 2 of 2 has no name"]),
            ("a,b\n1,2\nx,\n", "--set data.columns.a=continuous", ["line 3, column \"a\": \"x\" is not a number"]),
            ("a,b\n1,2\n3,\n4,5\n", "--set data.columns.a=binary", ["\"a\"", "declared binary", "3 distinct"]),
            ("a,b\n1,2\ninf,\nnan,3\n", "", ["line 3", "\"inf\" is no finite number", "line 4", "\"nan\""]),
            ("a,b\n1,\"2\n3,4\n", "", ["line 2", "quote"]),
            ("age,b\n1,2\n3,\n", "--ignore c,aeg", ["no column \"c\"", "no column \"aeg\"; did you mean \"age\"?"]),
            ("a,b\n1,2\n3,\n", "--set data.columns.c=binary", ["has no column \"c\""]),
        ]
        let sandbox = try CommandSandbox()
        for (index, example) in cases.enumerated() {
            try sandbox.write(example.text, to: "data.csv")
            let outcome = sandbox.impute("data.csv", example.more)
            let isTold = example.expected.allSatisfy { outcome.messages.contains($0) }
            #expect(
                outcome.status == 2 && isTold && outcome.output.isEmpty && outcome.messages.hasPrefix("lacuna: "),
                "case \(index): \(outcome.status) \(outcome.messages)")
        }
        #expect(try sandbox.names() == ["data.csv"])
    }

    @Test func otherEncodingsAreRefused() throws {
        let sandbox = try CommandSandbox()
        try Data([0x61, 0x0A, 0xE9, 0x0A]).write(to: URL(filePath: sandbox.path("data.csv")))
        let outcome = sandbox.impute("data.csv")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("line 2: the byte 0xE9 at byte offset 2 is not UTF-8"))
    }

    @Test func allCommandsThatReadTablesRefuseThem() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,a\n1,2\n", to: "data.csv")
        try sandbox.write("{ data: { path: \"data.csv\" } }", to: "config.json5")
        for line in [
            "describe @data.csv", "evaluate @data.csv --mask mcar:0.5", "train @config.json5",
            "config check @config.json5",
        ] {
            let outcome = sandbox.run(line)
            #expect(outcome.status == 2 && outcome.messages.contains("both named"), "\(line): \(outcome.messages)")
        }
        #expect(try sandbox.names() == ["config.json5", "data.csv"])
    }
}
