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

    struct Nested: Configurable {
        static let keyDescriptions = [
            KeyDescription("limits", "how far, by name", .above(0)),
            KeyDescription("grid", "how much, row by row", .between(0, 1)),
            KeyDescription("groups", "how many of each, by name", .atLeast(2)),
            KeyDescription("half", "how far; null for no end", .above(0)),
            KeyDescription("gaps", "how far each; null for no end", .above(0)),
            KeyDescription("inner", "keys of its own", .above(1_000)),
            KeyDescription("version", "which", .between(1, 1)),
        ]

        var limits: [String: Double] = [:]
        var grid = [[0.5]]
        var groups: [String: [Int]] = [:]
        var half: Double? = 0.5
        var gaps: [Double?]? = []
        var inner = ToyInner()
        var version = 1
    }

    @Test("numbers in maps and in lists of lists are refused where they stand; null is offered where it can stand")
    func nestedRanges() throws {
        let long = String(repeating: "arsenic", count: 20)
        let cases: [(String, [String])] = [
            ("{limits: {arsenic: 1}, grid: [[0, 1], []], groups: {a: [2]}, half: null, gaps: [null, 1]}", []),
            ("{limits: {arsenic: 0}}", ["f:1:20: limits.arsenic must be greater than 0, not 0"]),
            ("{limits: {'a.b': -1}}", ["f:1:18: limits[\"a.b\"] must be greater than 0, not -1"]),
            ("{limits: {'a\\'\\\"b': 1, 'a\"b': -1}}", ["f:1:31: limits[\"a\\\"b\"] must be greater than 0, not -1"]),
            ("{limits: {\(long): -1}}", ["f:1:153: limits.\(long.prefix(60))… must be greater than 0, not -1"]),
            (
                "{grid: [[0, 2], [3]]}",
                [
                    "f:1:13: grid[0][1] must lie between 0 and 1, not 2",
                    "f:1:18: grid[1][0] must lie between 0 and 1, not 3",
                ]
            ),
            ("{groups: {b: [2, 1]}}", ["f:1:18: groups.b[1] must be at least 2, not 1"]),
            ("{half: -1}", ["f:1:8: half must be greater than 0 (or be null), not -1"]),
            ("{gaps: [1, 0]}", ["f:1:12: gaps[1] must be greater than 0 (or be null), not 0"]),
            ("{version: 2}", ["f:1:11: version must be 1, not 2"]),
        ]
        for (text, expected) in cases {
            let value = try JSON5Reader.read(text, file: "f")
            let found = configurationProblems {
                _ = try ConfigurationDecoding.decode(Nested.self, from: value, file: "f", catalog: Catalog())
            }
            if found != expected { Issue.record("\(text): \(found)") }
        }
        var nested = Nested()
        nested.limits = ["a.b": 1, "c": -1]
        nested.grid = [[1], [1, -1]]
        #expect(nested.allProblems().map(\.key) == ["limits.c", "grid[1][1]"])
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
