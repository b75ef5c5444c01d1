/// The files that do not hang on the family of the part.
extension PluginTemplate {
    /// The manifest of the package.
    var manifest: String {
        // A path may hold what a literal must not.
        let path = lacuna.reduce(into: "") { $0 += $1 == "\\" || $1 == "\"" ? "\\\($1)" : "\($1)" }
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            // Two optimiser passes of Swift 6.3 produce wrong code silently (Lacuna's page Numerics).
            let settings: [SwiftSetting] = [
                .unsafeFlags(
                    [
                        "-Xllvm", "-sil-disable-pass=dead-store-elimination",
                        "-Xllvm", "-sil-disable-pass=redundant-load-elimination",
                    ], .when(configuration: .release))
            ]

            let package = Package(
                name: "\(name.hyphenated)",
                platforms: [.macOS(.v15)],
                products: [
                    .library(name: "\(name.module)", targets: ["\(name.module)"]),
                    .executable(name: "\(program)", targets: ["\(program)"]),
                ],
                dependencies: [.package(name: "lacuna", path: "\(path)")],
                targets: [
                    .target(
                        name: "\(name.module)", dependencies: [.product(name: "LacunaCore", package: "lacuna")],
                        swiftSettings: settings),
                    .executableTarget(
                        name: "\(program)",
                        dependencies: ["\(name.module)", .product(name: "LacunaCommand", package: "lacuna")],
                        swiftSettings: settings),
                    .testTarget(
                        name: "\(name.module)Tests",
                        dependencies: [
                            "\(name.module)", .product(name: "Lacuna", package: "lacuna"),
                            .product(name: "LacunaTestKit", package: "lacuna"),
                        ], swiftSettings: settings),
                ],
                swiftLanguageModes: [.v6]
            )

            """
    }

    /// What registers the part.
    var plugin: String {
        """
        import LacunaCore

        /// Registers the parts of this package.
        public enum \(name.module)Plugin: Plugin {
            public static let name = "\(name.module)"

            public static func register(in catalog: inout Catalog) throws {
                try catalog.add(\(part).self, to: \(family.type).self)
            }
        }

        """
    }

    /// Lines that import the module of the package and others, in the order of their names.
    func imports(_ modules: [String]) -> String {
        (modules + [name.module]).sorted().map { "import \($0)" }.joined(separator: "\n")
    }

    /// The program.
    var main: String {
        """
        \(imports(["LacunaCommand"]))

        LacunaCommand.main(plugins: [\(name.module)Plugin.self])

        """
    }

    /// What the package is and how it is used.
    var readMe: String {
        """
        # \(name.module)

        A part for [Lacuna](\(lacuna)): the \(family.words) `\(name.key)`.

        ```sh
        swift test                                                   # the conformance kit and tests of its own
        swift run \(program) components \(family.rawValue) \(name.key)
        swift run \(program) impute DATA.csv \(example)
        ```

        For a `lacuna` that is built already, without this package's program:

        ```sh
        lacuna plugin build .                                        # writes lib\(name.module).so
        lacuna plugin check lib\(name.module).so
        lacuna --plugin lib\(name.module).so impute DATA.csv \(example)
        ```

        `Sources/\(name.module)/\(part).swift` is a working example: change its formula, its keys and its references, and
        register further parts in `Sources/\(name.module)/\(name.module)Plugin.swift`, one line each.

        """
    }

    /// The option that uses the part.
    private var example: String {
        switch family {
        case .observationModel: "--set model.observation.continuous=\(name.key)"
        case .bound: "--set bound=\(name.key)"
        case .sampler: "--set imputation.sampler=\(name.key)"
        }
    }
}
