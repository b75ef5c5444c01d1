import Foundation
import Lacuna

@testable import MissingNotAtRandom

/// A folder that is removed with what lies in it.
final class TestFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "lacuna-toys-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Writes some rows of a problem, and the same with holes.
    func rows(_ problem: ToyProblem, count: Int, seed: UInt64 = 1) throws -> (complete: String, holes: String) {
        var stream = RandomStream(seed: seed)
        let points = (0..<count).map { _ in problem.sample(using: &stream) }
        let complete = points.map { "\($0.x1),\($0.x2)\n" }.joined()
        let holes = points.map { "\(problem.isMissing($0) ? "" : "\($0.x1)"),\($0.x2)\n" }.joined()
        return (try file("complete.csv", "x1,x2\n" + complete), try file("holes.csv", "x1,x2\n" + holes))
    }

    /// Trains a configuration for a few steps and returns the path of the model.
    func model(_ configuration: String, of holes: String) throws -> String {
        let catalog = try Catalog.bundled()
        let settings = try Configuration.read(text: configuration, file: "c.json5", overrides: [], catalog: catalog)
        let table = try Table.read(path: holes)
        let (schema, _) = try Schema.infer(from: table, declared: [:])
        let fitted = try FittedTable.fit(
            table, schema: schema, context: ImputerContext(blueprint: Blueprint(settings, catalog: catalog)))
        let file = path + "/\(settings.method.name).safetensors"
        try ModelFile.write(fitted, path: file)
        return file
    }
}

/// A small model that is trained for a few steps.
func smallModel(method: String, missingness: String) -> String {
    """
    { version: 1, method: "\(method)",
      model: { latentDimension: 1, decoder: { type: "mlp", hidden: [4] }, encoder: { type: "mlp", hidden: [4] },
               observation: { continuous: "gaussian" }, missingness: \(missingness) },
      bound: { type: "importanceWeighted", importanceSampleCount: 2 },
      training: { steps: 20, heldOutShare: 0, averagingDecay: 0 },
      imputation: { sampler: { type: "importanceResampling", sampleCount: 50 } } }
    """
}
