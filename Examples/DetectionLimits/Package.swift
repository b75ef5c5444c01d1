// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "detection-limits",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "detection-limits", targets: ["detection-limits"])],
    dependencies: [.package(name: "lacuna", path: "../..")],
    targets: [
        // The parts: all that they need is the core.
        .target(name: "DetectionLimits", dependencies: [.product(name: "LacunaCore", package: "lacuna")]),
        // The whole command line with the parts in it.
        .executableTarget(
            name: "detection-limits",
            dependencies: ["DetectionLimits", .product(name: "LacunaCommand", package: "lacuna")]),
        .testTarget(
            name: "DetectionLimitsTests",
            dependencies: [
                "DetectionLimits", "detection-limits", .product(name: "Lacuna", package: "lacuna"),
                .product(name: "LacunaTestKit", package: "lacuna"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
