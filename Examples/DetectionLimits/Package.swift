// swift-tools-version: 6.2
import PackageDescription

// Two optimiser passes of Swift 6.3 produce wrong code silently (swiftlang/swift#77558 and #88798).
let settings: [SwiftSetting] = [
    .unsafeFlags(
        [
            "-Xllvm", "-sil-disable-pass=dead-store-elimination",
            "-Xllvm", "-sil-disable-pass=redundant-load-elimination",
        ], .when(configuration: .release))
]

let package = Package(
    name: "detection-limits",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "detection-limits", targets: ["detection-limits"])],
    dependencies: [.package(name: "lacuna", path: "../..")],
    targets: [
        // The parts: all that they need is the core.
        .target(
            name: "DetectionLimits", dependencies: [.product(name: "LacunaCore", package: "lacuna")],
            swiftSettings: settings),
        // The whole command line with the parts in it.
        .executableTarget(
            name: "detection-limits",
            dependencies: ["DetectionLimits", .product(name: "LacunaCommand", package: "lacuna")],
            swiftSettings: settings),
        .testTarget(
            name: "DetectionLimitsTests",
            dependencies: [
                "DetectionLimits", "detection-limits", .product(name: "Lacuna", package: "lacuna"),
                .product(name: "LacunaTestKit", package: "lacuna"),
            ], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
