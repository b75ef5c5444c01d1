import Foundation
import Testing

@testable import LacunaCommand

@Suite struct PluginNewCommandTests {
    @Test func aPackageIsWrittenAndSaysWhatToDo() throws {
        let sandbox = try CommandSandbox()
        let outcome = sandbox.run("plugin new @rain-fall")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let files = try FileManager.default.subpathsOfDirectory(atPath: sandbox.path("rain-fall"))
            .filter { $0.contains(".") }.sorted()
        #expect(
            files == [
                "Package.swift", "README.md", "Sources/RainFall/RainFallObservation.swift",
                "Sources/RainFall/RainFallPlugin.swift", "Sources/rain-fall-lacuna/main.swift",
                "Tests/RainFallTests/RainFallObservationTests.swift",
            ])
        #expect(outcome.output.contains("swift run rain-fall-lacuna components observationModel rainFall"))
        #expect(outcome.output.contains("lacuna plugin build ."))
        #expect(
            try sandbox.read("rain-fall/Sources/RainFall/RainFallObservation.swift").contains("name = \"rainFall\""))
        let manifest = try sandbox.read("rain-fall/Package.swift")
        // The checkout that these tests were built from.
        let root = #filePath.dropLast("/Tests/LacunaCommandTests/Commands/PluginNewCommandTests.swift".count)
        #expect(manifest.contains(".package(name: \"lacuna\", path: \"\(root)\")"), "\(manifest)")
    }

    @Test(arguments: [("bound", "RainBound"), ("sampler", "RainSampler")])
    func otherFamiliesHaveTheirOwnPart(_ family: String, _ part: String) throws {
        let sandbox = try CommandSandbox()
        #expect(sandbox.run("plugin new @rain --family \(family)").status == 0)
        #expect(try sandbox.read("rain/Sources/Rain/\(part).swift").contains("public struct \(part): "))
        #expect(try sandbox.read("rain/Sources/Rain/RainPlugin.swift").contains("catalog.add(\(part).self"))
    }

    @Test func nothingIsOverwritten() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("mine", to: "rain")
        let outcome = sandbox.run("plugin new @rain")
        #expect(outcome.status == 2)
        #expect(
            outcome.messages.contains("exists already, and nothing is overwritten; choose another name, or remove it"))
        #expect(try sandbox.read("rain") == "mine")
    }

    @Test(arguments: [
        ("lacuna-rain", "a module LacunaRain would hide one of Lacuna's or of Swift's"),
        (
            "testing",
            "a module Testing would hide one of Lacuna's or of Swift's; choose another name, such as my-testing"
        ),
        ("3d", "\"3d\" cannot become the name of a Swift module; expected letters and digits, a letter first"),
        ("räin", "cannot become the name of a Swift module"),
        ("student-t", "there already is the observation model studentT (Student's t columns"),
    ])
    func namesThatCannotBeAreRefused(_ name: String, _ sentence: String) throws {
        let sandbox = try CommandSandbox()
        let outcome = sandbox.run("plugin new @\(name)")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
        #expect(try sandbox.names().isEmpty)
    }

    @Test func aFolderThatIsNotLacunasIsRefused() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("let package = Package(name: \"other\")", to: "Package.swift")
        let outcome = sandbox.run("plugin new @rain --lacuna \(sandbox.folder)")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("is not the folder of Lacuna's sources"), "\(outcome.messages)")
        #expect(try sandbox.names() == ["Package.swift"])
    }

    @Test func theManifestSaysAPathThatHoldsQuotes() throws {
        let template = PluginTemplate(name: try PluginName("rain"), family: .bound, lacuna: "/a \"b\"/c\\d")
        #expect(template.manifest.contains(#"path: "/a \"b\"/c\\d""#))
    }
}
