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

    @Test func aLinkToNothingIsNotFollowed() throws {
        let sandbox = try CommandSandbox()
        try FileManager.default.createSymbolicLink(
            atPath: sandbox.path("rain"), withDestinationPath: sandbox.path("elsewhere"))
        let outcome = sandbox.run("plugin new @rain")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("rain exists already"), "\(outcome.messages)")
        #expect(try sandbox.names() == ["rain"])
    }

    /// The name makes a folder, but with the ending of the part's file it is longer than file systems take.
    @Test func whatWasMadeGoesAwayWhereTheRestCannotBeWritten() throws {
        let sandbox = try CommandSandbox()
        let outcome = sandbox.run("plugin new @above/" + String(repeating: "n", count: 240))
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("cannot write "), "\(outcome.messages)")
        #expect(outcome.messages.contains("choose a shorter name"), "\(outcome.messages)")
        #expect(try sandbox.names().isEmpty)
    }

    @Test func placesThatCannotBeMadeAreSaid() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a file", to: "file")
        let outcome = sandbox.run("plugin new @file/rain")
        #expect(outcome.status == 2)
        let file = sandbox.path("file")
        #expect(
            outcome.messages.contains("cannot make the folder \(file): there is a file of that name; choose another"),
            "\(outcome.messages)")
    }

    @Test func theNextStepsCanBeTyped() throws {
        let sandbox = try CommandSandbox()
        let outcome = sandbox.run(["plugin", "new", sandbox.path("my parts/rain")])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.contains("  cd '\(sandbox.path("my parts/rain"))'\n"), "\(outcome.output)")
    }

    /// The package's own files are compiled with two passes of the optimiser off, as Lacuna's are.
    @Test func manifestsSwitchOffTheTwoPasses() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let example = root.appending(path: "Examples/DetectionLimits/Package.swift")
        var manifests = [try String(contentsOf: example, encoding: .utf8)]
        for family in PluginTemplate.Family.allCases {
            manifests.append(PluginTemplate(name: try PluginName("rain"), family: family, lacuna: "/l").manifest)
        }
        for text in manifests {
            for pass in ["dead-store-elimination", "redundant-load-elimination"] {
                #expect(text.contains("\"-Xllvm\", \"-sil-disable-pass=\(pass)\""), "\(text)")
            }
            #expect(text.components(separatedBy: "swiftSettings: settings").count == 4, "\(text)")
        }
    }

    @Test(arguments: [
        ("lacuna-rain", "a module LacunaRain would hide one of Lacuna's or of Swift's"),
        (
            "testing",
            "a module Testing would hide one of Lacuna's or of Swift's; choose another name, such as my-testing"
        ),
        ("3d", "\"3d\" cannot become the name of a Swift module; expected letters and digits, a letter first"),
        ("räin", "cannot become the name of a Swift module"),
        ("studentt", "there already is the observation model studentT (Student's t columns"),
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
