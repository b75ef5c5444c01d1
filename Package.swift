// swift-tools-version: 6.2
import PackageDescription

/// Families of parts: a folder of `Plugins/` each, built as the target `Lacuna<Family>`.
let families = [
    "ObservationModels", "VariationalFamilies", "Priors", "MissingnessModels", "Bounds", "GradientEstimators",
    "Samplers", "Networks", "EncoderInputs", "Optimizers", "Schedules", "MaskGenerators", "Imputers", "Methods",
]

/// Warnings are errors where the environment says so (continuous integration), not for a user with another compiler.
let strict: [SwiftSetting] =
    Context.environment["LACUNA_STRICT"] == "1" ? [.treatAllWarnings(as: .error)] : []

let common: [SwiftSetting] =
    strict + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        // Two optimiser passes of Swift 6.3 produce wrong code silently (swiftlang/swift#77558 and #88798).
        .unsafeFlags(
            [
                "-Xllvm", "-sil-disable-pass=dead-store-elimination",
                "-Xllvm", "-sil-disable-pass=redundant-load-elimination",
            ], .when(configuration: .release)),
    ]

/// Targets with numeric loops run at full speed in debug builds too, so that plain `swift test` does.
let numeric: [SwiftSetting] =
    common + [
        .unsafeFlags(
            [
                "-O", "-Xllvm", "-sil-disable-pass=dead-store-elimination",
                "-Xllvm", "-sil-disable-pass=redundant-load-elimination",
            ], .when(configuration: .debug))
    ]

let kernelSettings: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=off", "-Wall", "-Wextra"])]

let familyTargets: [Target] = families.map { family in
    .target(
        name: "Lacuna\(family)", dependencies: ["LacunaCore"], path: "Plugins/\(family)", swiftSettings: common)
}

let familyTests: [Target] = families.map { family in
    .testTarget(
        name: "\(family)Tests",
        dependencies: ["LacunaCore", "LacunaTestKit", "Lacuna", .target(name: "Lacuna\(family)")],
        swiftSettings: common)
}

let package = Package(
    name: "lacuna",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "lacuna", targets: ["lacuna"]),
        .library(name: "Lacuna", targets: ["Lacuna"]),
        .library(name: "LacunaCore", targets: ["LacunaCore"]),
        .library(name: "LacunaCommand", targets: ["LacunaCommand"]),
        .library(name: "LacunaTestKit", targets: ["LacunaTestKit"]),
    ],
    targets: [
        // Floor 0
        .target(name: "CLacunaKernels", cSettings: kernelSettings),
        .target(name: "LacunaTensors", dependencies: ["CLacunaKernels"], swiftSettings: numeric),
        // Counts allocations, for benchmarks and tests alone
        .target(name: "CAllocationCounter"),
        // Floor 1
        .target(name: "LacunaCore", dependencies: ["LacunaTensors"], swiftSettings: numeric),
        // Floor 2: the families below, and the conformance kit
        .target(name: "LacunaTestKit", dependencies: ["LacunaCore"], swiftSettings: common),
        // Floor 3
        .target(
            name: "Lacuna",
            dependencies: ["LacunaCore"] + families.map { .target(name: "Lacuna\($0)") }, swiftSettings: common),
        // Floor 4
        .target(
            name: "LacunaCommand", dependencies: ["LacunaCore", "Lacuna", "LacunaTestKit"], swiftSettings: common,
            // A plug-in that is loaded at run time finds all of Lacuna in the program, and so in every program with
            // this command line. The build identifier tells which libraries belong to a program that was moved away from
            // its module files.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--export-dynamic", "-Xlinker", "--build-id"], .when(platforms: [.linux]))
            ]),
        // Floor 5
        .executableTarget(name: "lacuna", dependencies: ["LacunaCommand"], swiftSettings: common),
        .executableTarget(
            name: "lacuna-benchmark",
            dependencies: [
                "CAllocationCounter", "CLacunaKernels", "LacunaTensors", "LacunaCore", "Lacuna", "LacunaCommand",
            ],
            exclude: ["README.md", "peers"], swiftSettings: common),
        .executableTarget(
            name: "PosteriorPicture", dependencies: ["Lacuna", "LacunaCore", "LacunaTensors"],
            path: "Examples/PosteriorPicture", swiftSettings: common),
        .executableTarget(
            name: "ComposedInCode", dependencies: ["Lacuna"], path: "Examples/ComposedInCode", swiftSettings: common),
        .executableTarget(
            name: "ConditionalSamplers", dependencies: ["Lacuna", "LacunaCore", "LacunaTensors"],
            path: "Examples/ConditionalSamplers",
            exclude: [
                "README.md", "bench.sh", "grid.json5", "lair_torch.py", "mixture.json5", "run.sh", "samplers.json5",
            ],
            swiftSettings: common),
        .executableTarget(
            name: "MissingNotAtRandom", dependencies: ["Lacuna", "LacunaCore", "LacunaTensors"],
            path: "Examples/MissingNotAtRandom",
            exclude: [
                "README.md", "columnMean.json5", "linear.json5", "miwae.json5", "neural.json5", "pictures",
                "results.csv", "run.sh", "selfMasking.json5", "selfMaskingKnown.json5", "uci",
            ],
            swiftSettings: common),
        // A package of its own, whose parts are built and tested here as well
        .target(
            name: "DetectionLimits", dependencies: ["LacunaCore"],
            path: "Examples/DetectionLimits/Sources/DetectionLimits", swiftSettings: numeric),
        .executableTarget(
            name: "detection-limits", dependencies: ["DetectionLimits", "LacunaCommand"],
            path: "Examples/DetectionLimits/Sources/detection-limits", swiftSettings: common),
        .testTarget(
            name: "DetectionLimitsTests",
            dependencies: ["DetectionLimits", "detection-limits", "Lacuna", "LacunaTestKit"],
            path: "Examples/DetectionLimits/Tests/DetectionLimitsTests", swiftSettings: common),
        // Tests
        .testTarget(name: "CLacunaKernelsTests", dependencies: ["CLacunaKernels"], swiftSettings: numeric),
        .testTarget(
            name: "LacunaTensorsTests", dependencies: ["CLacunaKernels", "LacunaTensors"], swiftSettings: numeric),
        .testTarget(name: "LacunaCoreTests", dependencies: ["LacunaCore"], swiftSettings: common),
        .testTarget(
            name: "LacunaTestKitTests", dependencies: ["LacunaTestKit", "LacunaCore", "Lacuna"], swiftSettings: common),
        .testTarget(
            name: "LacunaTests",
            dependencies: [
                "Lacuna", "LacunaCore", "LacunaTensors", "LacunaCommand", "LacunaTestKit", "CAllocationCounter",
            ],
            swiftSettings: common),
        .testTarget(
            name: "LacunaCommandTests", dependencies: ["LacunaCommand", "Lacuna", "LacunaCore"],
            swiftSettings: common),
        .testTarget(
            name: "ComposedInCodeTests", dependencies: ["ComposedInCode", "Lacuna"], swiftSettings: common),
        .testTarget(
            name: "ConditionalSamplersTests", dependencies: ["ConditionalSamplers", "Lacuna"], swiftSettings: common),
        .testTarget(
            name: "MissingNotAtRandomTests", dependencies: ["MissingNotAtRandom", "Lacuna"], swiftSettings: common),
    ] + familyTargets + familyTests,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
