import Foundation
import LacunaCore
import Testing

@Suite struct TableErrorTests {
    @Test func eachMistakeIsASentenceWithItsLine() {
        let cases: [(text: String, expected: [String])] = [
            ("", ["t.csv is empty; it needs a line of column names and at least one row"]),
            ("\u{FEFF}\r\n\n", ["t.csv is empty; it needs a line of column names and at least one row"]),
            ("a,b\n", ["t.csv has column names but no rows; it needs at least one row below the header"]),
            (
                "a,b\n1\n2,3\n4,5,6\n",
                [
                    "t.csv, line 2 has 1 field, but the header has 2; put quotes around texts that contain the delimiter, "
                        + "and write the delimiters of empty fields",
                    "t.csv, line 4 has 3 fields, but the header has 2",
                ]
            ),
            (
                "a,,a,b\n1,2,3,4\n",
                [
                    "t.csv, line 1: column 2 of 4 has no name; give it one",
                    "t.csv, line 1: columns 1 and 3 are both named \"a\"; rename one",
                ]
            ),
            (
                "a,b\n1,2\n3,\"x\ny\n",
                [
                    "t.csv, line 3: a quote is opened and never closed; close it, or double a quote that is part of the "
                        + "text and put quotes around the whole field"
                ]
            ),
            (
                "a,b\n\"x\"y,2\n",
                ["t.csv, line 2: \"y\" follows a closing quote; double a quote that is part of the text"]
            ),
            (
                "a,b\n1,2\n\n3,4\n",
                ["t.csv, line 3 is blank; delete it, or write the delimiters of a row of missing values"]
            ),
            (
                "a,b\n1,2\n3,\0\n",
                [
                    "t.csv, line 3: a NUL byte at byte offset 10; this is no text file, or it is UTF-16: save it as UTF-8 "
                        + "text"
                ]
            ),
        ]
        for item in cases {
            #expect(dataProblems { _ = try csvTable(item.text) } == item.expected, "\(item.text)")
        }
    }

    @Test func manyMistakesAreCounted() {
        let text = "a,b\n" + String(repeating: "1\n", count: 25)
        let found = dataProblems { _ = try csvTable(text) }
        #expect(found.count == 11)
        #expect(found.last == "and 15 more")
    }

    @Test func aWrongDelimiterIsSuspected() {
        let found = dataProblems { _ = try csvTable("a;b\n1,5;2\n") }
        #expect(found.count == 2)
        #expect(
            found.last
                == "t.csv is read as one column, because its first line holds no \",\" between names, but 1 times a \";\"; "
                + "if that separates the columns, say so: --set 'data.delimiter=\";\"'")
    }

    @Test func bytesThatAreNotUTF8AreFound() {
        let good: [[UInt8]] = [
            [0x7F], [0xC2, 0x80], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xF0, 0x90, 0x80, 0x80],
            [0xF4, 0x8F, 0xBF, 0xBF],
        ]
        let bad: [[UInt8]] = [
            [0x80], [0xC1, 0x80], [0xC3], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8],
            [0xF0, 0x8F, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF], [0xF1, 0x80, 0x80],
        ]
        let head = Array("ab,b\n1,".utf8)
        for padding in 0..<9 {
            let before = head + [UInt8](repeating: UInt8(ascii: "x"), count: padding)
            for bytes in good {
                #expect(dataProblems { _ = try Table.parse(before + bytes, name: "t.csv") }.isEmpty, "\(bytes)")
            }
            for bytes in bad {
                let found = dataProblems { _ = try Table.parse(before + bytes, name: "t.csv") }
                let place =
                    "line 2: the byte 0x\(String(bytes[0], radix: 16, uppercase: true)) at byte offset \(before.count) "
                #expect(found.count == 1 && found[0].contains(place), "\(bytes): \(found)")
            }
        }
        let utf16 = dataProblems { _ = try Table.parse([0xFF, 0xFE, 0x61, 0x00], name: "t.csv") }
        #expect(utf16 == ["t.csv is UTF-16 text; save it as UTF-8"])
    }

    @Test func unreadablePathsSayWhy() {
        let absent = dataProblems { _ = try Table.read(path: "/no/such/file.csv") }
        #expect(absent.count == 1 && absent[0].contains("/no/such/file.csv"))
        let folder = dataProblems { _ = try Table.read(path: NSTemporaryDirectory()) }
        #expect(folder.count == 1 && folder[0].contains("it is a folder"))
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        let found = dataProblems { _ = try csvTable("a,a\u{1B}[2J,a\u{1B}[2J\n1,2,3\n") }
        #expect(found.count == 1 && found[0].contains("\\u{1b}[2J") && !found[0].contains("\u{1B}"))
    }
}
