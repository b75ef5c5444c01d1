import Foundation
import Testing

@testable import LacunaCore

@Suite struct NumberTextTests {
    private func parse(_ text: String) -> NumberText.Parsed? {
        Array(text.utf8).withUnsafeBufferPointer { NumberText.parse($0) }
    }

    @Test func numbersAreNearest() {
        // SplitMix64 bits as Doubles of all sizes, written shortest and with 17 to 30 digits, must come back bit for bit.
        var generator = TableTestGenerator(state: 3)
        var wrong: [String] = []
        for round in 0..<20_000 {
            var value = Double(bitPattern: generator.next())
            if round % 2 == 0 {
                value = Double(Int.random(in: -1_000_000_000...1_000_000_000, using: &generator)) / 1000
            }
            guard value.isFinite else { continue }
            for text in ["\(value)", String(format: "%.17e", value), String(format: "%.30g", value)]
            where parse(text)?.value != value {
                wrong.append(text)
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test func formsOfNumbers() {
        let numbers: [(String, Double, Int)] = [
            ("0", 0, 0), ("-0.0", 0, 1), ("+1", 1, 0), (".5", 0.5, 1), ("5.", 5, 0), ("1e3", 1000, 0),
            ("1.50", 1.5, 2), ("150e-2", 1.5, 2), ("1.5E+1", 15, 0), (" \t7 ", 7, 0), ("00012", 12, 0),
            ("9007199254740993", 9_007_199_254_740_992, 0),
            ("123456789012345678901234567890", 1.2345678901234568e29, 0),
            ("0.000000000000000000000000000000000000000001", 1e-42, 42), ("1e-400", 0, 400), ("0e99999999999", 0, 0),
        ]
        for (text, value, digits) in numbers {
            #expect(parse(text) == NumberText.Parsed(value: value, fractionDigits: digits), "\(text)")
        }
        let others = [
            "", " ", "-", "+", ".", "e5", "1e", "1e+", "1 2", "1,5", "1_000", "0x10", "0x1p3", "inf", "-inf",
            "Infinity",
            "nan", "NaN", "NA", "1e999", "-1e999", "--1", "+-1", "1.2.3", "1f", "١", "1e5.0",
        ]
        for text in others { #expect(parse(text) == nil, "\(text)") }
        for text in ["inf", "-INF", "+Infinity", "NaN", "-nan", "1e999", "-1e999"] {
            #expect(NumberText.isNonFinite(text), "\(text)")
        }
        for text in ["info", "nano", "abc", "?", "", "banana"] { #expect(!NumberText.isNonFinite(text), "\(text)") }
    }
}
