import Foundation
import Lacuna
import Testing

/// Mirrored numbers give the curve of mirrored values.
@Suite struct MirroredCurvesTests {
    /// Two continuous columns, a binary one and one of two categories.
    private static let columns = FeatureLayout(columns: [
        ("a", .continuous, 1), ("b", .continuous, 1), ("c", .binary, 1), ("d", .categorical, 2),
    ]).entries

    /// A model with numbers for all of its parameters.
    struct Example: Sendable {
        var model: any MissingnessModel
        var numbers: [String: [Double]]
        /// The columns whose curves are mirrored.
        var free: Set<Int>
    }

    private static let examples = [
        // Categories have no order, and stay.
        Example(
            model: SelfMasking(),
            numbers: ["slope": [1.5, -0.8, 2, 0.3, -0.9], "threshold": [0.7, -1.2, 0.2]], free: [0, 1, 2]),
        // The second column has a direction that is known.
        Example(
            model: PerColumnMissingness(
                columns: ["b": Choice(SelfMaskingKnown(direction: .above)), "c": Choice(SelfMasking())],
                others: Choice(SelfMasking())),
            numbers: [
                "others.slope": [1.5, 0.3, -0.9], "others.threshold": [0.7], "column1.slope": [0.4],
                "column1.threshold": [-1.2], "column2.slope": [2], "column2.threshold": [0.2],
            ], free: [0, 2]),
        Example(
            model: SelfMaskingKnown(direction: .below), numbers: ["slope": [1, 2, 3], "threshold": [0.1, 0.2, 0.3]],
            free: []),
    ]

    /// The log-odds of being observed of some rows, by the numbers of all parameters.
    private func logOdds(
        _ model: any MissingnessModel, _ numbers: [String: [Double]], _ rows: [[Double]]
    ) throws -> [Double] {
        let store = ParameterStore(precision: .float64)
        let tape = Tape(store: store)
        let values = tape.input("values", TensorShape(rows: rows.count, features: 5))
        let own = try #require(model.ownLogOdds(for: Self.columns, in: ParameterScope(tape, group: .missingness)))
        let output = own.logOdds(given: values, for: Self.columns)
        let program = try tape.finish(outputs: [output])
        store.initialise(from: RandomStream(seed: 1))
        for (name, numbers) in numbers {
            store.setValues(numbers, of: try #require(store.parameter(named: "missingness.\(name)")))
        }
        let workspace = Workspace(program)
        workspace.write(rows.flatMap { $0 }, to: values.view)
        workspace.forward()
        return workspace.read(output.view)
    }

    @Test(arguments: [0, 1, 2]) func mirroredNumbersMirrorTheValues(index: Int) throws {
        let example = Self.examples[index]
        var mirrored = example.numbers
        let parts = example.model.mirroredParameters(for: Self.columns)
        for part in parts {
            let value = try #require(example.numbers[part.path]?[part.index])
            mirrored[part.path]?[part.index] = 2 * part.centre - value
        }
        #expect(Set(parts.map(\.column)) == example.free)
        let rows: [[Double]] = [[0.4, -2, 0, 1, 0], [1.3, 0.6, 1, 0, 1]]
        let images = rows.map { row in
            (0..<5).map { example.free.contains($0) ? ($0 == 2 ? 1 : 0) - row[$0] : row[$0] }
        }
        let found = try logOdds(example.model, mirrored, rows)
        for (a, b) in zip(found, try logOdds(example.model, example.numbers, images)) { #expect(abs(a - b) < 1e-12) }
    }
}
