import LacunaCore
import Testing

@Suite("Hostile configurations")
struct JSON5FuzzTests {
    private static let text = """
        // A valid text.
        { title: 'a\\n\\u00e9 b', flag: true, seed: 0xFF, small: -3, colour: "blue", hidden: [1, 2e1, +3,], ceiling: Infinity,
          inner: { steps: 5, rate: .5, limit: null }, extra: { steps: 2, limit: 1e-3 }, sections: [{ rate: 1 }, {}],
          points: [{ x: 1, y: 2 }], colours: { a: "red", "b c": "green" },
          shape: { type: "group", first: { type: "square", side: 2 }, second: "dot", more: ["square", { type: "box" }],
            named: { z: "dot" }, count: 3 }, other: "square", /* end */ }
        """

    @Test("random changes of a valid text are read or refused in sentences, and never trap")
    func mutations() throws {
        var generator = SplitMix(state: 20_240_917)
        let catalog = try toyCatalog()
        let original = Array(JSON5FuzzTests.text.unicodeScalars)
        let pieces: [[Unicode.Scalar]] = [
            "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u", "\\uD800", "0x", "1e999", "-", "+", ".", "NaN",
            "null",
            "true", "/*", "//", "\r", "\n", "\u{0}", "\u{FEFF}", "\u{2028}", "\u{301}", "type", "😀",
            "99999999999999999999", "1.5", "''", "{}", "[[", "Infinity",
        ].map { Array($0.unicodeScalars) }
        var read = 0
        var refused = 0
        for _ in 0..<4000 {
            var scalars = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let at = Int.random(in: 0..<scalars.count, using: &generator)
                let end = min(scalars.count, at + Int.random(in: 0...6, using: &generator))
                let piece = Bool.random(using: &generator) ? [] : pieces.randomElement(using: &generator) ?? []
                scalars.replaceSubrange(at..<end, with: piece)
                if scalars.isEmpty { scalars = original }
            }
            let text = String(String.UnicodeScalarView(scalars))
            let found = configurationProblems {
                let value = try JSON5Reader.read(text, file: "f")
                let again = try JSON5Reader.read(value.rendered(), file: "f")
                if again != value { Issue.record("not the same after writing: \(text)") }
                let options = try ConfigurationDecoding.decode(
                    ToyOptions.self, from: value, file: "f", catalog: catalog)
                _ = try ConfigurationDecoding.effective(options, catalog: catalog)
            }
            if found.isEmpty { read += 1 } else { refused += 1 }
            if let odd = found.first(where: { !$0.hasPrefix("f:") }) { Issue.record("\(odd) for \(text)") }
        }
        #expect(read > 100 && refused > 1000)
    }

    @Test("huge, deep and empty values are refused or read", .timeLimit(.minutes(1)))
    func hostile() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let texts = [
            "{\(long): 1}", "{title: '\(long)'}", "{shape: '\(long)'}", "{shape: {type: '\(long)'}}",
            "{colour: '\(long)'}",
            "{hidden: \(long)}", "{hidden: [\(String(repeating: "'a',", count: 20_000))]}",
            "{seed: \(String(repeating: "9", count: 100_000))}",
            "{" + (0..<20_000).map { "k\($0): 1" }.joined(separator: ",") + "}",
            "{shape: " + String(repeating: "{type: 'group', first: ", count: 100) + "'dot'"
                + String(repeating: "}", count: 101),
        ]
        for text in texts {
            let found = configurationProblems { _ = try toyOptions(text) }
            #expect(found.count <= 101 && found.allSatisfy { $0.utf8.count < 2000 })
        }
        let many = configurationProblems { _ = try toyOptions(texts[8]) }
        #expect(many.last == "… and 900 more problems")
        #expect(try toyOptions("{free: {\(long): [1]}}").free.entries?.count == 1)
    }
}

/// A small generator whose numbers are the same everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
