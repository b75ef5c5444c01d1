import Foundation
import LacunaCore
import Testing

@testable import LacunaCommand

/// `lacuna plugin build`.
@Suite struct PluginBuildCommandTests {
    private let workshop: PluginWorkshop

    init() throws { workshop = try PluginWorkshop.shared.get() }

    @Test func theLibraryAndTheNextCommandAreSaid() {
        #expect(workshop.building.output == PluginWorkshop.probe + "\n")
        #expect(workshop.building.messages.hasPrefix("check it with lacuna plugin check \(PluginWorkshop.probe), then"))
    }

    @Test func theCompilerSaysWhatIsWrong() throws {
        let source = try PluginWorkshop.write(
            """
            import LacunaCore
            enum FaultyPlugin: Plugin {
                static let name = "Faulty"
                static func register(in catalog: inout Catalog) throws { try catalog.add(Missing.self, to: Priors.self) }
            }
            """, to: "Faulty/Sources/Faulty/FaultyPlugin.swift")
        let outcome = try workshop.run("plugin build @Faulty/")
        expect(
            outcome, status: 1, says: "\(source):4:", "error: cannot find 'Missing' in scope",
            "Faulty cannot be compiled; mend what the compiler says above")
        #expect(try FileManager.default.contentsOfDirectory(atPath: PluginWorkshop.path("Faulty")) == ["Sources"])
    }

    @Test func foldersWithoutOnePluginAreRefused() throws {
        try PluginWorkshop.write("", to: "Two/Sources/A/APlugin.swift")
        try PluginWorkshop.write("", to: "Two/Sources/B/BPlugin.swift")
        try PluginWorkshop.write("", to: "None/Sources/A/BPlugin.swift")
        try PluginWorkshop.write("", to: "Odd/Sources/my-part/my-partPlugin.swift")
        try PluginWorkshop.write("", to: "Bare/BarePlugin.swift")
        let cases = [
            (
                "Two",
                "Two/Sources holds more than one plug-in (A, B); expected one FOLDER/Sources/MODULE/MODULEPlugin.swift"
            ),
            ("None", "None/Sources holds no plug-in; expected one"),
            ("Bare", "Bare has no folder Sources that can be read"),
            ("Nowhere", "there is no folder \(PluginWorkshop.path("Nowhere")); expected FOLDER/Sources"),
            ("Odd", "cannot be a Swift module; use letters"),
        ]
        for (name, sentence) in cases { expect(try workshop.run("plugin build @\(name)"), status: 2, says: sentence) }
    }

    /// The names that `plugin new` refuses, and a path that no file can have.
    @Test(arguments: ["LacunaBounds", "Testing", "Main", "Swift", "CLacunaKernels"])
    func modulesThatWouldHideOthersAreRefused(_ name: String) throws {
        try PluginWorkshop.write("", to: "\(name)-folder/Sources/\(name)/\(name)Plugin.swift")
        expect(
            try workshop.run("plugin build @\(name)-folder"), status: 2,
            says: "Sources/\(name) would be a module that hides one of Lacuna's or of Swift's; choose another name")
    }

    @Test func overlongPathsAreCut() throws {
        let path = String(repeating: "x", count: 6000)
        for line in [
            "components --plugin \(path)", "plugin check \(path)", "plugin build \(path)",
            "plugin build @Probe --modules \(path)",
        ] {
            let outcome = try workshop.run(line)
            #expect(outcome.status == 2 && outcome.messages.contains("xxx…"), "\(outcome.messages)")
            #expect(outcome.messages.count < 1000, "\(outcome.messages)")
        }
    }

    @Test func everyModuleIsNamedInTheLibrary() throws {
        let names = PluginCompiler.moduleNames
        #expect(Set(["CLacunaKernels", "LacunaTestKit", "LacunaCommand", "LacunaBounds"]).isSubset(of: names))
        let modules = try #require(PluginProgram.modules)
        let bytes = try FileContents.read(path: PluginWorkshop.probe)
        let list = try names.map { try #require(PluginModule(named: $0, in: modules)) }
        #expect(bytes.firstRange(of: Array(PluginModule.list(list).utf8)) != nil)
        #if os(Linux)
            let identifier = try #require(PluginProgram.buildIdentifier(of: workshop.program))
            #expect(bytes.firstRange(of: Array(identifier.utf8)) != nil)
        #endif
    }

    @Test func whatIsNeededIsSaid() throws {
        expect(
            try workshop.run("plugin build @Probe", environment: ["PATH": PluginWorkshop.path("Probe")]), status: 2,
            says: "the Swift compiler swiftc is in no folder of PATH", PluginHandshake.current.compiler)
        expect(
            try workshop.run("plugin build @Probe --modules @Probe"), status: 2,
            says: "--modules: \(PluginWorkshop.path("Probe")) has no LacunaCore.swiftmodule")
        expect(
            try workshop.run("plugin build @Probe --output @Probe/Sources/Probe/ProbePlugin.swift"), status: 2,
            says: "ProbePlugin.swift")
    }

    @Test func onlyLibrariesAreReplaced() throws {
        let notes = try PluginWorkshop.write("notes of mine\n", to: "notes.txt")
        expect(
            try workshop.run("plugin build @Probe --output @notes.txt"), status: 2,
            says: "\(notes) exists and is no shared library, so that it is not overwritten")
        #expect(try FileContents.read(path: notes) == Array("notes of mine\n".utf8))
        try PluginWorkshop.write("", to: "empty.so")
        expect(try workshop.run("plugin build @Probe --output @empty.so"), status: 0)
        expect(try workshop.run("plugin build @Probe --output @empty.so"), status: 0)
    }

    @Test func modulesOfOtherPackagesAreNotKnown() throws {
        try PluginWorkshop.write(
            "import LacunaCore\nimport Numerics\n", to: "Depending/Sources/Depending/DependingPlugin.swift")
        expect(
            try workshop.run("plugin build @Depending"), status: 1, says: "no such module 'Numerics'",
            "Depending cannot be compiled", "what needs other packages goes into a program of its own")
    }

    @Test func theFolderForTemporaryFilesIsNotMade() throws {
        let folder = PluginWorkshop.path("no-temporary-files")
        expect(
            try workshop.run("plugin build @Probe --output @none.so", environment: ["TMPDIR": folder]), status: 2,
            says: "cannot make the folder \(folder)/lacuna-plugin-", "No such file or directory", "TMPDIR")
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func theEntryNamesTheModules() {
        let text = PluginEntry.text(
            pluginType: "MyPlugin",
            modules: [PluginModule(name: "A", checksum: "01"), PluginModule(name: "B", checksum: "f0")],
            build: "0af1")
        #expect(text.contains("modules: \"A=01 B=f0\", build: \"0af1\""))
        #expect(text.contains("PluginRegistration.add(MyPlugin.self, to: registration)"))
    }
}
