import Foundation
import Testing

/// The guide's table of tensor operations is what the compiler accepts, and no operation is missing from it.
@Suite struct GuideOperationsTests {
    private static let path = "Sources/Lacuna/Lacuna.docc/WritingAnObservationModel.md"

    /// Operations of parts that come with the package, and of the tape's own: not for formulas of a first part.
    private static let others: Set<String> = [
        "mixtureTransport", "gaussianLogMeanSigmoid", "studentTLogMeanSigmoid", "gaussianTiltedNoiseMean",
        "studentTTiltedNoiseMean", "triangularProduct", "triangularSolve", "contiguous",
    ]

    /// The calls in the first column of the table.
    private static func calls() throws -> [String] {
        let text = try String(contentsOf: Guide.root.appending(path: path), encoding: .utf8)
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != "| operation | what it gives |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
        return rows.flatMap { row in
            row.split(separator: "|", maxSplits: 1)[0].matches(of: /`([^`]+)`/).map { String($0.1) }
        }
    }

    @Test func everyRowCompiles() throws {
        let calls = try Self.calls()
        try #require(calls.count > 40)
        let script =
            "import LacunaCore\n"
            + "func all(_ x: Tensor, _ y: Tensor, _ z: Tensor, _ n: Double, _ tape: Tape, _ shape: TensorShape) {\n"
            + calls.map { "let _: Tensor = \($0)\n" }.joined() + "}\n"
        let place = FileManager.default.temporaryDirectory.appending(
            path: "lacuna-operations-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: place) }
        try Data(script.utf8).write(to: place)
        let problems = try SwiftCompiler().run(["-typecheck", place.path])
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test func noOperationIsMissing() throws {
        let calls = try Self.calls()
        let sources = Guide.root.appending(path: "Sources/LacunaTensors")
        let operations = try FileManager.default.contentsOfDirectory(atPath: sources.appending(path: "Operations").path)
            .filter { !["DifferentiableFunction.swift", "GradientGate.swift"].contains($0) }
        var names: Set<String> = []
        for file in operations.map({ "Operations/\($0)" }) + ["Tape/Tensor.swift"] {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            names.formUnion(text.matches(of: /\n    public func (\w+)\(/).map { String($0.1) })
        }
        try #require(names.count > 40)
        for name in names.subtracting(Self.others).sorted() {
            #expect(calls.contains { $0.contains(".\(name)(") }, "\(Self.path) does not show \(name)")
        }
    }
}
