import Foundation
import Lacuna
import Testing

/// Mirrored numbers give the curve of mirrored values.
@Suite struct MirroredCurvesTests {
    /// Two continuous columns, a binary one and one of two categories.
    private static let columns = FeatureLayout(columns: [
        ("a", .continuous, 1), ("b", .continuous, 1), ("c", .binary, 1), ("d", .categorical, 2),
    ]).entries

    /// The log-odds of being observed of some rows, by the numbers of all parameters.
    private func logOdds(_ numbers: [String: [Double]], _ rows: [[Double]]) throws -> [Double] {
        let store = ParameterStore(precision: .float64)
        let tape = Tape(store: store)
        let values = tape.input("values", TensorShape(rows: rows.count, features: 5))
        let own = try #require(
            SelfMasking().ownLogOdds(for: Self.columns, in: ParameterScope(tape, group: .missingness)))
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

    @Test func mirroredNumbersMirrorTheValues() throws {
        let numbers = ["slope": [1.5, -0.8, 2, 0.3, -0.9], "threshold": [0.7, -1.2, 0.2, 5]]
        var mirrored = numbers
        let parts = SelfMasking().mirroredParameters(for: Self.columns)
        for part in parts {
            let value = try #require(numbers[part.path]?[part.index])
            mirrored[part.path]?[part.index] = 2 * part.centre - value
        }
        // Categories have no order, and stay.
        #expect(Set(parts.map(\.column)) == [0, 1, 2])
        let rows: [[Double]] = [[0.4, -2, 0, 1, 0], [1.3, 0.6, 1, 0, 1]]
        let images = rows.map { [-$0[0], -$0[1], 1 - $0[2], $0[3], $0[4]] }
        for (a, b) in zip(try logOdds(mirrored, rows), try logOdds(numbers, images)) { #expect(abs(a - b) < 1e-12) }
    }
}
