import Lacuna
import LacunaTestKit
import Testing

@Suite struct CheckComponentTests {
    /// Everything that a part can say wrongly of itself.
    struct Careless: Component {
        static let name = "Careless-part"
        static let aliases = ["Careless-part", "x y"]
        static let summary = "two\nlines"
        static let references = [Reference(title: "", authors: [], year: 20, venue: "somewhere")]

        static let keyDescriptions = [KeyDescription("count", "how many", .above(0))]

        var count = -1
    }

    @Test func everyMistakeIsFound() {
        let report = checkComponent(Careless.self)
        let sentences = [
            "its name \"Careless-part\" is not in lowerCamelCase", "its alias \"x y\" is not in lowerCamelCase",
            "its alias \"Careless-part\" is its name", "its summary is not one line", "a reference has an empty text",
            "a reference is of the year 20", "its default of count must be greater than 0, not -1",
        ]
        for sentence in sentences { expect(report, says: sentence, "careless") }
    }

    /// Everything that keys can do wrongly.
    struct Undescribed: Component {
        static let name = "undescribed"
        static let summary = "keys that nobody described"
        static let keyDescriptions = [
            KeyDescription("count", "how many.", .between(1, 10)), KeyDescription("cuont", "how many"),
            KeyDescription("name", "how it is called", .above(0)),
            KeyDescription("held", "what stays\nput", .between(0, 1)),
            KeyDescription("named", "numbers", .between(0, 1)), KeyDescription("named", "numbers"),
        ]

        var count = 2
        var name = ""
        var rate = 0.5
        var held = 0.5
        var named = [1]

        init() {}

        /// Moves into its range what is out of it, so that a mistake is not noticed.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            count = try container.decode(Int.self, forKey: .count)
            name = try container.decode(String.self, forKey: .name)
            rate = try container.decode(Double.self, forKey: .rate)
            held = min(max(try container.decode(Double.self, forKey: .held), 0), 1)
            named = try container.decode([Int].self, forKey: .named).map { min($0, 1) }
        }
    }

    @Test func everyMistakeOfKeysIsFound() {
        let report = checkComponent(Undescribed.self)
        let sentences = [
            "the summary of its key \"count\" is not one line",
            "it describes a key \"cuont\", which it has not", "its key \"rate\" has no description",
            "its key \"name\" has a range, but is a text, which holds no number", "it describes a key twice",
            "the summary of its key \"held\" is not one line", "its key \"held\" takes -5e-324, which is not between",
            "its key \"held\" takes 1.0000000000000002", "its key \"named\" takes 2.0",
        ]
        for sentence in sentences { expect(report, says: sentence, "undescribed") }
        #expect(!report.failures.contains { $0.contains("\"count\" takes") || $0.contains("\"named\" takes -1") })
    }

    /// Ranges of numbers in maps and lists of lists.
    struct Nested: Component {
        static let name = "nested"
        static let summary = "numbers in other values"
        static let keyDescriptions = [
            KeyDescription("limits", "how far, by name", .above(0)),
            KeyDescription("grid", "how much, row by row", .between(0, 1)),
            KeyDescription("names", "how each is called", .between(0, 1)),
        ]

        var limits: [String: Double] = [:]
        var grid: [[Double]] = []
        var names: [[String]] = []
    }

    @Test func rangesOfNestedNumbersAreChecked() {
        let report = checkComponent(Nested.self)
        expect(
            report,
            says: "its key \"names\" has a range, but is a list, each element a list, each element a text, "
                + "which holds no number", "nested")
        #expect(report.failures.count == 1, "\(report)")
    }

    /// Parts that can be registered, but that no configuration can name.
    enum Unnameable: Sendable {
        struct Typed: Component {
            static let name = "typed"
            static let summary = "a key too many"
            static let keyDescriptions = [KeyDescription("type", "which")]

            var type = "plain"
        }

        struct Bare: Component {
            static let name = "bare"
            static let summary = "a number in place of an object"

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(1)
            }
        }

        struct Secret: Component {
            static let name = "secret"
            static let summary = "keys that nobody may know"

            struct Refusal: Error {}

            func encode(to encoder: any Encoder) throws { throw Refusal() }
        }
    }

    @Test func partsThatNoConfigurationCanNameAreFound() throws {
        let cases: [(any Component.Type, String)] = [
            (Unnameable.Typed.self, "it has a key \"type\", which names the part itself"),
            (Unnameable.Bare.self, "its configuration is 1, not an object of its keys"),
            (Unnameable.Secret.self, "its defaults cannot be written, so that no configuration can name it: Secret"),
        ]
        for (type, sentence) in cases {
            let report = checkComponent(type)
            #expect(report.subject == "part \(type)")
            expect(report, says: sentence, "\(type)")
        }
    }

    /// Sections are held to the same as parts.
    @Test func sectionsAreChecked() {
        struct Options: Configurable { var steps = 1 }
        expect(checkSection(Options.self), says: "its key \"steps\" has no description", "options")
    }

    /// A part that forgets what it was told.
    struct Forgetful: Component {
        static let name = "forgetful"
        static let summary = "a number that grows when it is read"
        static let keyDescriptions = [KeyDescription("number", "what grows")]

        var number = 1.0

        init() {}

        init(from decoder: any Decoder) throws {
            number = try decoder.container(keyedBy: CodingKeys.self).decode(Double.self, forKey: .number) + 1
        }

        enum CodingKeys: CodingKey { case number }
    }

    @Test func aConfigurationThatDoesNotReadBackIsFound() {
        expect(checkComponent(Forgetful.self), says: "does not read back as it was written", "forgetful")
    }

    enum BrokenMethod: Sendable {
        struct Unknown: Method {
            static let name = "unknownParts"
            static let summary = "a method with a part that nobody knows"
            static let preset = "{ bound: \"tightest\" }"
        }

        struct Syntax: Method {
            static let name = "syntaxError"
            static let summary = "a method whose preset cannot be read"
            static let preset = "{ bound: }"
        }
    }

    @Test func brokenMethodsAreFound() throws {
        var catalog = try Catalog.bundled()
        try catalog.add(BrokenMethod.Unknown.self, to: Methods.self)
        try catalog.add(BrokenMethod.Syntax.self, to: Methods.self)
        expect(
            checkMethod(BrokenMethod.Unknown.self, catalog: catalog), says: "no bound is named \"tightest\"", "unknown")
        expect(checkMethod(BrokenMethod.Syntax.self, catalog: catalog), says: "the preset of syntaxError:1", "syntax")
        expectPass(checkMethod(MIWAEMethod.self, catalog: catalog))
    }

    @Test func aCatalogReportsEveryBrokenPart() throws {
        var catalog = try Catalog.bundled()
        try catalog.add(CheckScheduleTests.BrokenSchedule.self, to: Schedules.self)
        let report = checkCatalog(catalog, families: [Schedules.self])
        expect(report, says: "part BrokenSchedule: schedule brokenSchedule: the factor is 0", "in a catalog")
        #expect(report.failures.count == 5)
    }
}

extension CheckScheduleTests {
    /// A schedule that stops everything.
    struct BrokenSchedule: Schedule {
        static let name = "brokenSchedule"
        static let summary = "no step at all"

        func factor(step: Int, of stepCount: Int) -> Double { 0 }
    }
}
