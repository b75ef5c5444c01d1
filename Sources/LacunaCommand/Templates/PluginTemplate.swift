import LacunaCore

/// The files of a package with one part of its own, as `lacuna plugin new` writes them.
struct PluginTemplate {
    /// The family of the part.
    enum Family: String, CaseIterable {
        case observationModel, bound, sampler

        /// What the name of the part's type ends in.
        var suffix: String {
            switch self {
            case .observationModel: "Observation"
            case .bound: "Bound"
            case .sampler: "Sampler"
            }
        }

        /// The type of the family.
        var type: any ComponentFamily.Type {
            switch self {
            case .observationModel: ObservationModels.self
            case .bound: Bounds.self
            case .sampler: Samplers.self
            }
        }

        /// The family in words: `observation model`.
        var words: String { self == .observationModel ? "observation model" : rawValue }
    }

    /// A file by its path in the folder.
    struct File {
        var path: String
        var text: String
    }

    /// The name.
    var name: PluginName
    /// The family.
    var family: Family
    /// The path of the Lacuna that the package is built with.
    var lacuna: String

    /// The type of the part.
    var part: String { name.module + family.suffix }

    /// The program with the part in it.
    var program: String { name.hyphenated + "-lacuna" }

    /// All files, in the order in which one reads them.
    var files: [File] {
        [
            File(path: "Package.swift", text: manifest),
            File(path: "Sources/\(name.module)/\(part).swift", text: partText),
            File(path: "Sources/\(name.module)/\(name.module)Plugin.swift", text: plugin),
            File(path: "Sources/\(program)/main.swift", text: main),
            File(path: "Tests/\(name.module)Tests/\(part)Tests.swift", text: testText),
            File(path: "README.md", text: readMe),
        ]
    }

    private var partText: String {
        switch family {
        case .observationModel: ObservationModelTemplate.part(self)
        case .bound: BoundTemplate.part(self)
        case .sampler: SamplerTemplate.part(self)
        }
    }

    private var testText: String {
        switch family {
        case .observationModel: ObservationModelTemplate.tests(self)
        case .bound: BoundTemplate.tests(self)
        case .sampler: SamplerTemplate.tests(self)
        }
    }
}
