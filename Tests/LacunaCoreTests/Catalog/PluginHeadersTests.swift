import Foundation
import Testing

@testable import LacunaCore

/// Where the C headers of module files are looked for.
@Suite struct PluginHeadersTests {
    private let folder: TemporaryFolder
    private let modules: String

    init() throws {
        folder = try TemporaryFolder()
        modules = folder.path + "/package/.build/debug/Modules"
    }

    private func write(_ text: String, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: folder + "/a.h", atomically: false, encoding: .utf8)
        try "".write(toFile: folder + "/module.modulemap", atomically: false, encoding: .utf8)
    }

    @Test func theNearestToTheModuleFilesComeFirst() throws {
        let around = folder.path + "/package/Sources/CLacunaKernels/include"
        try write("int a;", to: around)
        let aroundProgram = folder.path + "/other/Sources/CLacunaKernels/include"
        try write("int a;", to: aroundProgram)
        let places = PluginHeaders.places(for: modules, around: folder.path + "/other/.build/debug/lacuna")
        #expect(Array(places.prefix(3)) == [modules + "/CLacunaKernels", around, aroundProgram])
        // The package in which this is compiled comes last, and once.
        #expect(places.last?.hasSuffix("/Sources/CLacunaKernels/include") == true)
        #expect(Set(places).count == places.count && places.count == 4, "\(places)")
        #expect(PluginHeaders.folder(for: modules) == around)
        try write("int b;", to: modules + "/CLacunaKernels")
        #expect(PluginHeaders.folder(for: modules) == modules + "/CLacunaKernels")
    }

    @Test func headersHaveAChecksum() throws {
        try write("int a;", to: modules + "/CLacunaKernels")
        let before = try #require(PluginModule(named: "CLacunaKernels", in: modules))
        #expect(PluginModule(named: "CLacunaKernels", in: modules) == before)
        try write("int b;", to: modules + "/CLacunaKernels")
        let after = try #require(PluginModule(named: "CLacunaKernels", in: modules))
        #expect(before.name == after.name && before.checksum != after.checksum)
    }

    @Test func theProgramBesideModuleFilesIsFound() throws {
        #expect(PluginProgram.program(besides: modules) == nil)
        try FileManager.default.createDirectory(atPath: modules, withIntermediateDirectories: true)
        let stock = folder.path + "/package/.build/debug/lacuna"
        try "".write(toFile: stock, atomically: false, encoding: .utf8)
        let found = try #require(PluginProgram.program(besides: modules))
        #expect(URL(filePath: found).standardizedFileURL.path == stock)
        #expect(PluginProgram.buildIdentifier(of: found) == nil)
        let own = try #require(PluginProgram.program)
        let name = URL(filePath: own).lastPathComponent
        try "".write(toFile: folder.path + "/package/.build/debug/" + name, atomically: false, encoding: .utf8)
        #expect(PluginProgram.program(besides: modules)?.hasSuffix("/" + name) == true)
    }

    #if os(Linux)
        @Test func theRunningProgramHasABuildIdentifier() throws {
            let identifier = try #require(PluginProgram.buildIdentifier)
            #expect(identifier.count >= 16 && identifier.allSatisfy(\.isHexDigit))
            #expect(PluginHandshake.current.buildIdentifier == identifier)
        }
    #endif
}
