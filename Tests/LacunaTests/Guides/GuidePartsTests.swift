import Foundation
import Lacuna
import LacunaTestKit
import Testing

@testable import LacunaCommand

/// The parts that guides are about, that `lacuna plugin new` writes and that lie in `Parts/` are the same, and keep their
/// contracts.
@Suite struct GuidePartsTests {
    /// What a guide has its reader type.
    static let packages = try? [
        (name: PluginName("laplace"), family: PluginTemplate.Family.observationModel),
        (name: PluginName("grouped"), family: .bound),
        (name: PluginName("independent-metropolis"), family: .sampler),
    ].map { PluginTemplate(name: $0.name, family: $0.family, lacuna: "/path/to/lacuna") }

    private static func guide(_ family: PluginTemplate.Family) -> String {
        switch family {
        case .observationModel: "WritingAnObservationModel"
        case .bound: "WritingABound"
        case .sampler: "WritingASampler"
        }
    }

    /// The bundled parts and those of the guides; a fork that has taken one up has its own.
    static func catalog() throws -> Catalog {
        var catalog = try Catalog.bundled()
        func add(_ part: any Component.Type, to family: (some ComponentFamily).Type) throws {
            guard !catalog.components(in: family).contains(where: { $0.name == part.name }) else { return }
            try catalog.add(part, to: family)
        }
        try add(LaplaceObservation.self, to: ObservationModels.self)
        try add(GroupedBound.self, to: Bounds.self)
        try add(IndependentMetropolisSampler.self, to: Samplers.self)
        return catalog
    }

    /// Every Swift file of a guide is the template's, word for word, and all of them are there.
    @Test func theFilesOfAGuideAreThoseOfTheTemplate() throws {
        for package in try #require(Self.packages) {
            let path = "Sources/Lacuna/Lacuna.docc/\(Self.guide(package.family)).md"
            let text = try String(contentsOf: Guide.root.appending(path: path), encoding: .utf8)
            let blocks = Guide(path: path, text: text).blocks("swift").map(\.text)
            for file in package.files where file.path.hasSuffix(".swift") {
                let isManifest = file.path == "Package.swift"
                if isManifest, package.family != .observationModel { continue }
                let block = isManifest ? file.text : "// \(file.path)\n" + file.text
                #expect(blocks.contains(block), "\(path) does not show \(file.path) as lacuna plugin new writes it")
            }
        }
    }

    @Test func theFilesInPartsAreThoseOfTheTemplate() throws {
        for package in try #require(Self.packages) {
            let file = try #require(package.files.first { $0.path.hasSuffix("/\(package.part).swift") })
            let path = "Tests/LacunaTests/Guides/Parts/\(package.part).swift"
            let text = try String(contentsOf: Guide.root.appending(path: path), encoding: .utf8)
            #expect(text == file.text, "\(path) is not what lacuna plugin new writes; copy it from there")
        }
    }

    @Test func thePartsKeepTheirContracts() throws {
        let catalog = try Self.catalog()
        var reports = [checkObservationModel(LaplaceObservation()), checkSampler(IndependentMetropolisSampler())]
        for part in [LaplaceObservation.self, GroupedBound.self, IndependentMetropolisSampler.self]
            as [any Component.Type]
        {
            reports.append(checkComponent(part, catalog: catalog))
        }
        var bound = GroupedBound()
        bound.gradient = try catalog.resolve(bound.gradient)
        reports.append(checkBound(bound))
        // As many groups as one likes: the kit takes the draws that the bound asks for.
        bound.groupCount = 4
        bound.groupSize = 2
        reports.append(checkBound(bound))
        for report in reports { #expect(report.passed, "\(report)") }
    }
}
