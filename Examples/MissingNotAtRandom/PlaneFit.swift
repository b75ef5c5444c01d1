import Foundation
import Lacuna

/// What was learnt from a table of x1 and x2.
struct PlaneFit {
    private let fitted: FittedTable
    private let path: String
    /// The place of each column among the features.
    private let places: [Int]
    private let columns: [Column]

    /// Reads a model file.
    ///
    /// - Throws: `LacunaError` where it is not one of x1 and x2 as numbers.
    init(path: String) throws {
        fitted = try ModelFile.read(path: path, catalog: Catalog.bundled())
        self.path = path
        let entries = fitted.layout.entries
        guard entries.count == 2, entries.allSatisfy({ $0.kind == .continuous }),
            let first = entries.first(where: { $0.name == "x1" }),
            let second = entries.first(where: { $0.name == "x2" })
        else { throw LacunaError(.configuration, "\(path): a fit of two columns of numbers, x1 and x2, is expected") }
        places = [first.offset, second.offset]
        columns = [first, second].map { [fitted] in fitted.schema.columns[$0.columnIndex] }
    }

    /// Completes the rows.
    ///
    /// - Parameters:
    ///   - rows: The table.
    ///   - drawCount: How many draws.
    /// - Returns: x1 of each row, in original units: its conditional mean, and the draws.
    func complete(_ rows: PlaneRows, drawCount: Int) throws -> (means: [Double], draws: [[Double]]) {
        let context = ImputerContext(
            blueprint: fitted.blueprint, threadCount: ProcessInfo.processInfo.activeProcessorCount)
        let imputations = try fitted.complete(
            rows.holes, request: ImputationRequest(drawCount: drawCount, isDiagnosed: false), context: context)
        func values(_ table: [Float]) -> [Double] {
            rows.points.indices.map { columns[0].original(Double(table[2 * $0 + places[0]])) }
        }
        return (values(imputations.summary), imputations.draws.map(values))
    }

    /// log p(s | x) of points of which x1 is missing or not and x2 is observed, in nats; `nil` where the pattern is not
    /// modelled.
    func logProbability(ofMissing isMissing: [Bool], at points: [ToyProblem.Point]) throws -> [Double]? {
        guard let imputer = fitted.imputer as? FittedModel, !imputer.model.missingness.isIgnorable else { return nil }
        let tape = Tape(store: imputer.store)
        let shape = TensorShape(rows: points.count, features: 2)
        let values = tape.input("values", shape), observed = tape.input("observed", shape)
        let step = ModelStep(model: imputer.model, tape: tape, values: values, observed: observed, mode: .evaluation)
        let logProbability = step.logMissingness(of: values)
        let workspace = Workspace(try tape.finish(outputs: [logProbability]))
        var features = [Double](repeating: 0, count: 2 * points.count)
        var pattern = [Double](repeating: 1, count: 2 * points.count)
        for (row, point) in points.enumerated() {
            features[2 * row + places[0]] = columns[0].standardised(point.x1)
            features[2 * row + places[1]] = columns[1].standardised(point.x2)
            if isMissing[row] { pattern[2 * row + places[0]] = 0 }
        }
        workspace.write(features, to: values.view)
        workspace.write(pattern, to: observed.view)
        workspace.forward()
        return workspace.read(logProbability.view)
    }

    /// P(x1 is missing | x) where x2 is observed, at some points; `nil` where the pattern is not modelled.
    func missingProbability(at points: [ToyProblem.Point]) throws -> [Double]? {
        guard let missing = try logProbability(ofMissing: points.map { _ in true }, at: points),
            let observed = try logProbability(ofMissing: points.map { _ in false }, at: points)
        else { return nil }
        return zip(missing, observed).map { 1 / (1 + exp($1 - $0)) }
    }
}
