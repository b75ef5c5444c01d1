import LacunaCore
import Testing

@Suite("JSON5 reader")
struct JSON5ReaderTests {
    @Test("reads every form that JSON5 allows")
    func forms() throws {
        let cases: [(String, ConfigurationValue)] = [
            ("null", nil), ("true", true), (" false\n", false), ("{}", .object([])), ("[]", []), ("[1,]", [1]),
            ("{a: 1, 'b': 2, \"c d\": 3,}", ["a": 1, "b": 2, "c d": 3]),
            ("// comment\n{ /* another\n*/ a: 1 // end\n}", ["a": 1]),
            ("{$_ü1: 1, \\u0061b: 2}", ["$_ü1": 1, "ab": 2]),
            ("{null: 1, true: 2, Infinity: 3}", ["null": 1, "true": 2, "Infinity": 3]),
            ("0x1F", 31), ("-0XfF", -255), ("+1", 1), (".5", 0.5), ("5.", 5), ("-.5e+1", -5), ("1E3", 1000),
            ("1e-3", 0.001), ("Infinity", .number(.infinity)), ("-Infinity", .number(-.infinity)),
            ("+NaN", .number(.nan)), ("1e999", .number(.infinity)), ("18446744073709551615", .integer(UInt64.max)),
            ("'it\\'s'", "it's"), ("\"\\b\\f\\n\\r\\t\\v\\0\\x41\\u00e9\\a\"", "\u{8}\u{C}\n\r\t\u{B}\u{0}Aéa"),
            ("'a\\\nb\\\r\nc\\\rd\\\u{2028}e'", "abcde"), ("'\\uD83D\\uDE00'", "😀"), ("'\u{2028}'", "\u{2028}"),
            ("\u{FEFF}{\r\n\u{A0}a:\u{2003}1}", ["a": 1]), ("[[1, [2]], {a: {b: []}}]", [[1, [2]], ["a": ["b": []]]]),
        ]
        for (text, expected) in cases {
            let value = try JSON5Reader.read(text, file: "f")
            if value != expected { Issue.record("\(text) reads as \(value.rendered(pretty: false))") }
        }
    }

    @Test("says where, what was expected and what was found")
    func errors() {
        let cases = [
            ("", "f:1:1: expected a value, found the end of the file"),
            ("{a: 1 x}", "f:1:7: expected ',' or '}' after a value, found \"x\""),
            ("{a: 1,\r\n b: 2 y}", "f:2:7: expected ',' or '}' after a value, found \"y\""),
            ("{a: 1,\r b: é}", "f:2:5: expected a value, found \"é\"; texts stand in quotation marks"),
            ("[1 2]", "f:1:4: expected ',' or ']' after a value, found \"2\""),
            ("{a 1}", "f:1:4: expected ':' after the key \"a\", found \"1\""),
            ("{,}", "f:1:2: expected a key or '}', found \",\""),
            (
                "\n{a: [1",
                "f:2:7: expected ',' or ']' after a value, found the end of the file; the '[' of line 2, column 5 is not closed"
            ),
            ("{", "f:1:2: expected a key or '}', found the end of the file; the '{' of line 1, column 1 is not closed"),
            ("[1] 2", "f:1:5: expected the end of the file after the value, found \"2\""),
            ("'abc", "f:1:1: the text that begins here is not closed before the end of the file"),
            ("['é', 'abc\n']", "f:1:7: the text that begins here is not closed before the end of its line"),
            ("[1 /* x", "f:1:4: the comment that begins here is not closed by */"),
            ("{a: 1,\n  'a': 2}", "f:2:3: the key \"a\" is given twice, first at line 1, column 2; keep one"),
            ("'\\uD800'", "f:1:2: \\uD800 is half of a surrogate pair, which is no character; write both halves"),
            (
                "'\\uDE00\\uD83D'",
                "f:1:2: \\uDE00 is half of a surrogate pair, which is no character; write both halves"
            ),
            (
                "'\\uD83D\\u0041'",
                "f:1:2: \\uD83D is half of a surrogate pair, which is no character; write both halves"
            ),
            ("'\\u12G4'", "f:1:2: expected 4 hexadecimal digits in an escape, found \"G4\""),
            ("'\\1'", "f:1:2: \\1 is no escape; write \\x and two digits"),
            ("007", "f:1:1: a number must not begin with 0; leave out the leading zeros"),
            ("0x", "f:1:3: expected hexadecimal digits after 0x, found the end of the file"),
            ("12ab", "f:1:3: expected the end of a number, found \"ab\"; texts stand in quotation marks"),
            ("1.2.3", "f:1:4: expected the end of a number, found \".\"; texts stand in quotation marks"),
            ("1e", "f:1:3: expected the digits of an exponent, found the end of the file"),
            ("-", "f:1:1: expected a number, found the end of the file"),
            ("nul", "f:1:1: expected a value, found \"nul\"; texts stand in quotation marks"),
            ("\u{1}", "f:1:1: expected a value, found U+0001"),
        ]
        for (text, expected) in cases {
            let found = configurationProblems { _ = try JSON5Reader.read(text, file: "f") }
            if found != [expected] { Issue.record("\(text): \(found)") }
        }
    }

    @Test("knows where each value and key stands")
    func positions() throws {
        let value = try JSON5Reader.read("\u{FEFF}{ 'é👨‍👩‍👧': 1,\r\n\t b: [\n 2, 3] }", file: "f")
        let entries = try #require(value.entries)
        #expect(entries[0].value.position == SourcePosition(file: "f", line: 1, column: 9))
        #expect(entries[1].keyPosition == SourcePosition(file: "f", line: 2, column: 3))
        #expect(value["b"]?.elements?[1].position == SourcePosition(file: "f", line: 3, column: 5))
    }

    @Test("refuses nesting that is too deep")
    func depth() throws {
        let limit = JSON5Reader.depthLimit
        let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        #expect(try JSON5Reader.read(deepest, file: "f").elements?.count == 1)
        for text in [String(repeating: "[", count: 100_000), String(repeating: "{a:", count: 100_000), "[\(deepest)]"] {
            let found = configurationProblems { _ = try JSON5Reader.read(text, file: "f") }
            #expect(found.first?.contains("nested more than 200 deep") == true)
        }
    }

    @Test("stays linear on one long line", .timeLimit(.minutes(1)))
    func longLine() throws {
        let text = "{" + (0..<100_000).map { "k\($0):[\($0)]" }.joined(separator: ",") + "}"
        let value = try JSON5Reader.read(text, file: "f")
        #expect(value.entries?.last?.value.position?.column == text.count - 7)
    }
}
