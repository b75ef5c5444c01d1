import LacunaCore
import Testing

@Suite struct KeyDescriptionTests {
    struct Limited: Configurable {
        static let keyDescriptions = [
            KeyDescription("count", "how many", .between(1, 10)),
            KeyDescription("rate", "how fast", .above(0, below: 1)),
            KeyDescription("limit", "how far; null for no end", .above(0)),
            KeyDescription("widths", "how wide each is", .atLeast(2)), KeyDescription("name", "how it is called"),
        ]

        var count = 2
        var rate = 0.5
        var limit: Double?
        var widths = [2, 3]
        var name = ""

        func problems() -> [ConfigurationProblem] {
            widths.isEmpty ? [ConfigurationProblem(key: "widths", message: "must not be empty")] : []
        }
    }

    private func problems(_ text: String) throws -> [String] {
        let value = try JSON5Reader.read(text, file: "f")
        return configurationProblems {
            _ = try ConfigurationDecoding.decode(Limited.self, from: value, file: "f", catalog: Catalog())
        }
    }

    @Test("numbers out of their range are refused where they stand, each element of a list by itself")
    func ranges() throws {
        let cases: [(String, [String])] = [
            ("{}", []), ("{count: 1, rate: 0.9, limit: null, widths: [2], name: '0'}", []), ("{count: 10}", []),
            ("{count: 0}", ["f:1:9: count must lie between 1 and 10, not 0"]),
            ("{count: 11}", ["f:1:9: count must lie between 1 and 10, not 11"]),
            ("{rate: 0}", ["f:1:8: rate must be greater than 0 and less than 1, not 0"]),
            ("{rate: 1}", ["f:1:8: rate must be greater than 0 and less than 1, not 1"]),
            ("{limit: -0.5}", ["f:1:9: limit must be greater than 0 (or be null), not -0.5"]),
            (
                "{widths: [5, 1,\n 0]}",
                ["f:1:14: widths[1] must be at least 2, not 1", "f:2:2: widths[2] must be at least 2, not 0"]
            ),
            ("{widths: []}", ["f:1:10: widths must not be empty"]),
            (
                "{count: 'x', rate: 2}",
                [
                    "f:1:9: count must be a whole number, not \"x\"",
                    "f:1:20: rate must be greater than 0 and less than 1, not 2",
                ]
            ),
        ]
        for (text, expected) in cases {
            let found = try problems(text)
            if found != expected { Issue.record("\(text): \(found)") }
        }
    }

    @Test("what is put together in code is held to the same ranges")
    func inCode() {
        var limited = Limited()
        #expect(limited.allProblems().isEmpty)
        limited.rate = .nan
        limited.widths = []
        #expect(limited.allProblems().map(\.key) == ["rate", "widths"])
    }

    @Test("keys know what is said of them")
    func entries() {
        let entries = KeyEntry.entries(of: Limited.self)
        #expect(entries.map { $0.description?.summary } == Limited.keyDescriptions.map(\.summary))
        #expect(
            entries.map(\.values) == [
                "a whole number between 1 and 10", "a number greater than 0 and less than 1",
                "a number greater than 0, or null",
                "a list, each element a whole number at least 2", "a text",
            ])
        #expect(KeyEntry.entries(of: ToyInner.self).allSatisfy { $0.description == nil })
    }
}
