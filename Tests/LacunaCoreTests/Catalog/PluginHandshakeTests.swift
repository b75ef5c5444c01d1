import Foundation
import Testing

@testable import LacunaCore

/// What a library and a program compare, and the system's words for what cannot be opened.
@Suite struct PluginHandshakeTests {
    private func handshake(_ modules: String) -> PluginHandshake {
        var handshake = PluginHandshake.current
        handshake.modules = PluginModule.list(parsing: modules)
        return handshake
    }

    @Test func theProgramKnowsItself() {
        let current = PluginHandshake.current
        #expect(current.abi == "1" && current.modules.isEmpty)
        #expect(current.version == PackageVersion.current && current.version.split(separator: ".").count == 3)
        #expect(current.compiler.contains("lang "), "\(current.compiler)")
        #expect(current.disagreement(with: current, modules: nil) == nil)
    }

    /// Only files that are there count: a program that was moved away from its build knows nothing of it.
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
        #expect(handshake("Known=00000000").disagreement(with: .current, modules: nil) == nil)
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
