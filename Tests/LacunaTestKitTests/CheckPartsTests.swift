import Lacuna
import LacunaTestKit
import Testing

@Suite struct CheckPartsTests {
    enum Adding: Plugin {
        static let name = "Adding"
        static func register(in catalog: inout Catalog) throws {
            try catalog.add(Rising.self, to: Schedules.self)
            try catalog.add(Steady.self, to: Schedules.self)
        }
    }

    struct Rising: Schedule {
        static let name = "rising"
        static let summary = "no number"
        func factor(step: Int, of stepCount: Int) -> Double { .nan }
    }

    struct Steady: Schedule {
        static let name = "steady"
        static let summary = "always the same"
        func factor(step: Int, of stepCount: Int) -> Double { 1 }
    }

    enum Empty: Plugin {
        static let name = "Empty"
        static func register(in catalog: inout Catalog) throws {}
    }

    @Test func onlyWhatAPluginAddsIsChecked() throws {
        let base = try Catalog.bundled()
        let report = try checkParts(of: Adding.self, beyond: base)
        #expect(!report.passed && report.failures.allSatisfy { $0.contains("rising") }, "\(report)")
        var catalog = base
        try catalog.add(Adding.self)
        #expect(catalog.parts(beyond: base).map { $0.parts.map(\.name) } == [["rising", "steady"]])
        #expect(base.parts(beyond: catalog).isEmpty)
    }

    @Test func aPluginThatAddsNothingFails() throws {
        let report = try checkParts(of: Empty.self, beyond: Catalog())
        #expect(report.failures == ["no part is added; add one in the plug-in's register(in:)"])
    }
}
