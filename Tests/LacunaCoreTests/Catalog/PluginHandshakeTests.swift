import Foundation
import Testing

@testable import LacunaCore

/// What a library and a program compare, and the system's words for what cannot be opened.
@Suite struct PluginHandshakeTests {
    private func handshake(_ modules: String, build: String? = nil) -> PluginHandshake {
        var handshake = PluginHandshake.current
        handshake.modules = PluginModule.list(parsing: modules)
        handshake.buildIdentifier = build
        return handshake
    }

    @Test func theProgramKnowsItself() {
        let current = PluginHandshake.current
        #expect(current.abi == "1" && current.modules.isEmpty)
        #expect(current.version == PackageVersion.current && current.version.split(separator: ".").count == 3)
        #expect(current.compiler.contains("lang "), "\(current.compiler)")
        var other = current
        other.buildIdentifier = "0af1"
        #expect(other.disagreement(with: other, modules: nil) == nil)
    }

    @Test func fieldsThatALibraryLacksAreUnknown() {
        let old = PluginHandshake { $0 < 4 ? PluginHandshake.ofCaller($0, modules: "A=1", build: "0af1") : nil }
        #expect(old.abi == "1" && old.modules.map(\.name) == ["A"] && old.buildIdentifier == nil)
        let new = PluginHandshake { PluginHandshake.ofCaller($0, modules: "", build: "0af1") }
        #expect(new.buildIdentifier == "0af1")
        #expect(PluginHandshake { PluginHandshake.ofCaller($0, modules: "", build: "") }.buildIdentifier == nil)
    }

    /// A program that was moved away from its module files takes the libraries of its own build alone.
    @Test func buildsAreComparedWhereNoModuleFilesAre() {
        var program = PluginHandshake.current
        program.buildIdentifier = "0af1"
        #expect(handshake("Any=0", build: "0af1").disagreement(with: program, modules: nil) == nil)
        // A folder without any of the modules tells nothing.
        #expect(handshake("Any=0", build: "0af1").disagreement(with: program, modules: "/nosuch") == nil)
        let other =
            "was built against another build of Lacuna (it belongs to the program with the build identifier 0af2, "
        for folder in [nil, "/nosuch"] {
            #expect(
                handshake("Any=0", build: "0af2").disagreement(with: program, modules: folder)
                    == other + "and this one has 0af1)")
        }
        let away = "this program has no module files beside it that would tell"
        #expect(
            handshake("Any=0").disagreement(with: program, modules: nil)
                == "does not say which build of Lacuna it belongs to, and " + away)
        program.buildIdentifier = nil
        let unknown = handshake("Any=0", build: "0af1").disagreement(with: program, modules: nil)
        #expect(unknown?.hasPrefix("may be of another build of Lacuna: \(away), and no build identifier") == true)
    }

    /// Only files that are there count, and where one is, the program may have been linked anew since.
    @Test func moduleFilesAreCompared() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lacuna-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("123456789".utf8).write(to: folder.appending(path: "Known.swiftmodule"))
        // The check value of the CRC-32 that everybody quotes.
        let same = handshake("Known=cbf43926 Absent=00000000 nonsense")
        #expect(same.modules.map(\.name) == ["Known", "Absent"])
        #expect(PluginModule.list(same.modules) == "Known=cbf43926 Absent=00000000")
        #expect(same.disagreement(with: .current, modules: folder.path) == nil)
        #expect(
            handshake("Known=00000000").disagreement(with: .current, modules: folder.path)
                == "was built against another build of Lacuna (Known differs)")
    }

    @Test func theSystemsWordsBecomeSentences() {
        let missing = PluginLoadingFailure.sentence(
            "/a/libX.so: undefined symbol: $s10LacunaCore7CatalogV4moreyyF", library: "libX.so", file: "/a/libX.so")
        #expect(
            missing.hasPrefix(
                "cannot load the plug-in libX.so: it needs LacunaCore.Catalog.more() -> () "
                    + "($s10LacunaCore7CatalogV4moreyyF), which this program does not have"), "\(missing)")
        let foreign = PluginLoadingFailure.sentence(
            "/a/libX.so: undefined symbol: cblas_dgemm, version X", library: "libX.so", file: "/a/libX.so")
        #expect(foreign.contains("it needs cblas_dgemm, which"))
        let short = PluginLoadingFailure.sentence("/a/libX.so: file too short", library: "libX.so", file: "/a/libX.so")
        #expect(
            short
                == "cannot load the plug-in libX.so: the system refuses it as a shared library (file too short); build it "
                + "again with this program: lacuna plugin build FOLDER")
        let apple = "dlopen(libX.dylib, 0x0002): symbol not found in flat namespace '_$s10LacunaCore7CatalogV4moreyyF'"
        #expect(PluginLoadingFailure.missingSymbol(in: apple) == "$s10LacunaCore7CatalogV4moreyyF")
    }
}
