import Foundation
import LacunaCore
import Testing

/// `lacuna plugin check`.
@Suite struct PluginCheckCommandTests {
    private let workshop: PluginWorkshop

    init() throws { workshop = try PluginWorkshop.shared.get() }

    @Test func everyPartHasALine() throws {
        let outcome = try workshop.run("plugin check @Probe/libProbe.so")
        expect(outcome, status: 0)
        let own = PluginHandshake.current
        #expect(
            outcome.output == """
                \(PluginWorkshop.probe): built for Lacuna \(own.version), ABI number \(own.abi), by \(own.compiler)
                observationModel logistic: passed
                schedule halved: passed

                """)
        #expect(outcome.messages == "checking observationModel logistic\nchecking schedule halved\n")
    }

    @Test func brokenPartsAreExplained() throws {
        let outcome = try workshop.run("plugin check @Probe/libProbe.so --json", environment: ["PROBE": "broken"])
        expect(outcome, status: 1, says: "1 of 1 part of \(PluginWorkshop.probe) failed: broken")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(object["abi"] as? String == PluginHandshake.current.abi)
        let part = try #require((object["parts"] as? [[String: Any]])?.first)
        #expect(part["name"] as? String == "broken" && part["passed"] as? Bool == false)
        let failures = try #require(part["failures"] as? [String])
        #expect(failures.first == "the factor of step 1 of 1 is nan" && failures.count > 12)
        let text = try workshop.run("plugin check @Probe/libProbe.so", environment: ["PROBE": "broken"])
        #expect(text.status == 1 && text.output.contains("schedule broken: failed\n  - the factor of step"))
        #expect(text.output.hasSuffix("  - … and \(failures.count - 12) more; --json lists all\n"), "\(text.output)")
    }

    /// Code that traps ends the program: what was said before tells where.
    @Test func partsThatTrapAreNamedBefore() throws {
        let quiet = ["SWIFT_BACKTRACE": "enable=no"]
        let trapped = try workshop.run(
            "plugin check @Probe/libProbe.so", environment: quiet.merging(["PROBE": "trapping"]) { $1 })
        #expect(trapped.status > 2 && trapped.output.contains("built for Lacuna"), "\(trapped)")
        #expect(trapped.messages.hasPrefix("checking schedule trapping\n"), "\(trapped.messages)")
        let ended = try workshop.run(
            "plugin check @Probe/libProbe.so", environment: quiet.merging(["PROBE": "ending"]) { $1 })
        #expect(ended.status > 2 && ended.output.contains("built for Lacuna"), "\(ended)")
    }

    @Test func librariesWithoutPartsFail() throws {
        expect(
            try workshop.run("plugin check @Probe/libProbe.so", environment: ["PROBE": "nothing"]), status: 1,
            says: "libProbe.so adds no part; add one in register(in:) of its plug-in")
        expect(
            try workshop.run("plugin check @Probe/libProbe.so --plugin @Probe/libProbe.so"), status: 2,
            says: "is checked itself; leave the option out")
        expect(try workshop.run("plugin check @text.so"), status: 2, says: "it is not a shared library")
    }
}
