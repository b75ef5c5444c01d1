import Foundation
import LacunaCore
import Testing

/// The example of parts from outside, and a new package, as libraries of the stock program.
@Suite struct ExamplePluginTests {
    private let workshop: PluginWorkshop
    private static let example = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Examples/DetectionLimits").standardizedFileURL.path

    init() throws { workshop = try PluginWorkshop.shared.get() }

    @Test func theExampleIsBuiltCheckedAndUsedByName() throws {
        expect(
            try workshop.run("plugin build \(Self.example) --output @libDetectionLimits.so"), status: 0,
            says: "check it with")
        let checked = try workshop.run("plugin check @libDetectionLimits.so")
        expect(checked, status: 0)
        #expect(checked.output.contains("censoredGaussian") && checked.output.contains("renyi"))
        let line =
            "--plugin @libDetectionLimits.so impute \(Self.example)/water.csv --config "
            + "\(Self.example)/censored.json5 --set training.steps=50 --quiet --output @water.csv"
        expect(try workshop.run(line), status: 0)
        let rows = ExampleTable.lines(
            String(decoding: try FileContents.read(path: PluginWorkshop.path("water.csv")), as: UTF8.self))
        let original = ExampleTable.lines(
            String(decoding: try FileContents.read(path: Self.example + "/water.csv"), as: UTF8.self))
        #expect(rows.count == original.count)
        #expect(!rows.contains { $0.split(separator: ",", omittingEmptySubsequences: false).contains("") })
        // The part's own sentences, at the place in the configuration.
        expect(
            try workshop.run(line + " --set model.observation.continuous.limits.nosuch=1"), status: 2,
            says: "limits.nosuch: no column that this model describes has that name")
        expect(try workshop.run(line + " --set bound.alpha=2"), status: 2, says: "bound.alpha must lie between 0 and")
    }

    @Test func aNewPackageIsALibraryAtOnce() throws {
        let folder = PluginWorkshop.path("rain-fall")
        expect(try workshop.run("plugin new \(folder)"), status: 0)
        expect(try workshop.run("plugin build \(folder)"), status: 0)
        let checked = try workshop.run("plugin check \(folder)/libRainFall.so")
        expect(checked, status: 0)
        #expect(checked.output.contains("passed"))
    }
}
