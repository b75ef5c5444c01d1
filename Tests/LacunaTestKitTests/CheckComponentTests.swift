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

        var count = -1

        func problems() -> [ConfigurationProblem] {
            count > 0 ? [] : [ConfigurationProblem(key: "count", message: "must be greater than 0, not \(count)")]
        }
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

    /// A part that forgets what it was told.
    struct Forgetful: Component {
        static let name = "forgetful"
        static let summary = "a number that grows when it is read"

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
