import Foundation
import Testing

/// The key `plugins` of a configuration.
@Suite struct PluginConfigurationTests {
    private let workshop: PluginWorkshop

    init() throws { workshop = try PluginWorkshop.shared.get() }

    @Test func mistakesAreToldWithTheOthersAndTheirPlaces() throws {
        let path = try PluginWorkshop.write(
            """
            {
              sede: 3,
              plugins: ["nosuch.so", 7, "../Probe/libProbe.so"],
              model: { observation: { continuous: "logistik" } },
            }
            """, to: "mistakes/c.json5")
        let outcome = try workshop.run("config check @mistakes/c.json5")
        #expect(outcome.status == 2)
        let lines = outcome.messages.split(separator: "\n").dropFirst().map { $0.dropFirst(4) }
        try #require(lines.count == 4, "\(outcome.messages)")
        #expect(lines[0].hasPrefix("\(path):2:3: sede is not a known key"))
        #expect(
            lines[1].hasPrefix(
                "\(path):3:13: plugins[0]: cannot load the plug-in \(PluginWorkshop.path("mistakes/nosuch.so")): there is no"
            ))
        #expect(lines[2].hasPrefix("\(path):3:26: plugins[1] must be a text, not 7"))
        #expect(lines[3].hasPrefix("\(path):4:39: model.observation.continuous"))
        // The third library was loaded, so that its part is suggested.
        #expect(lines[3].contains("did you mean \"logistic\"?"), "\(lines[3])")
    }

    @Test func theListIsAnArray() throws {
        try PluginWorkshop.write("{ plugins: \"libProbe.so\" }", to: "mistakes/text.json5")
        expect(
            try workshop.run("config check @mistakes/text.json5"), status: 2,
            says: "text.json5:1:12: plugins must be an array, not \"libProbe.so\"")
    }

    @Test func anEmptyPathIsNotThatOfTheFolder() throws {
        try PluginWorkshop.write("{ plugins: [\"\"] }", to: "mistakes/empty.json5")
        expect(
            try workshop.run("config check @mistakes/empty.json5"), status: 2,
            says: "empty.json5:1:13: plugins[0]: a path is empty; name a file")
    }

    /// What is typed is found from where it is typed.
    @Test func pathsThatAreSetStartAtTheWorkingFolder() throws {
        try PluginWorkshop.write("{ plugins: [\"first.so\", \"second.so\"] }", to: "mistakes/list.json5")
        let outcome = try workshop.run("config check @mistakes/list.json5 --set plugins[1]=third.so")
        expect(
            outcome, status: 2,
            says: "cannot load the plug-in \(PluginWorkshop.path("mistakes/first.so")): there is no",
            "plugins[1]: cannot load the plug-in third.so: there is no")
    }

    @Test func theKeyCanBeSet() throws {
        let set = "config show --set model.observation.continuous=logistic --set"
        expect(try workshop.run("\(set) plugins=[\"\(PluginWorkshop.probe)\"]"), status: 0)
        expect(
            try workshop.run("\(set) plugins=[\"nosuch.so\"]"), status: 2,
            says: "plugins[0]: cannot load the plug-in nosuch.so: there is no such file")
    }
}
