import LacunaTensors
import Testing

/// Samples by one-hot picks.
@Suite struct PickOperationTests {
    /// Against the matrix product, also of views, and where what is not picked is not a number.
    @Test(arguments: Precision.allCases)
    func itIsTheMatrixProduct(precision: Precision) throws {
        let tape = Tape(precision: precision)
        let scores = tape.constant(
            [1, 3, 2, 9, 0, 1, 5, 5, 4, -1, 0, 2], TensorShape(rows: 2, samples: 2, features: 3))
        let picks = scores.oneHotMaximum(groups: [3])
        let numbers = (0..<24).map { Double($0) / 4 - 2 }
        let samples = tape.constant(numbers, TensorShape(rows: 2, samples: 3, features: 4))
        let pairs = [
            (picks.picking(from: samples), picks.matrixProduct(samples)),
            (
                picks.picking(from: samples.features(1..<3)),
                picks.matrixProduct(samples.features(1..<3).contiguous())
            ),
        ]
        var holed = numbers
        holed[0] = .nan
        let sparse = picks.picking(from: tape.constant(holed, TensorShape(rows: 2, samples: 3, features: 4)))
        let workspace = Workspace(try tape.finish(outputs: pairs.flatMap { [$0, $1] } + [sparse]))
        workspace.forward()
        for (picked, product) in pairs { #expect(workspace.read(picked.view) == workspace.read(product.view)) }
        #expect(
            workspace.read(pairs[0].0.view) == [
                -1, -0.75, -0.5, -0.25, -2, -1.75, -1.5, -1.25, 1, 1.25, 1.5, 1.75, 3, 3.25, 3.5, 3.75,
            ])
        let found = workspace.read(sparse.view)
        #expect(found[4].isNaN && found.count { $0.isNaN } == 1)
    }

    @Test(arguments: [TensorShape(samples: 3, features: 2), TensorShape(rows: 2, samples: 2, features: 2)])
    func picksHaveToFit(_ shape: TensorShape) {
        let tape = Tape(precision: .float32)
        let picks = tape.constant([1, 0], TensorShape(features: 2)).oneHotMaximum(groups: [2])
        _ = picks.picking(from: tape.constant([Double](repeating: 0, count: shape.count), shape))
        #expect(throws: TapeError.self) { _ = try tape.finish() }
    }
}
