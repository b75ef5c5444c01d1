import LacunaTensors
import Testing

/// Flat functions: comparisons and the first maximum of groups.
@Suite struct StepFunctionsTests {
    @Test(arguments: Precision.allCases)
    func comparisonsByHand(precision: Precision) throws {
        let tape = Tape(precision: precision)
        let column = tape.constant([1, 2, .nan, -.infinity], TensorShape(rows: 2, samples: 2))
        let points = tape.constant([2, 1, .infinity], TensorShape(features: 3))
        let below = tape.lessThan(column, points), above = tape.lessThan(points, column)
        let workspace = Workspace(try tape.finish(outputs: [below, above]))
        workspace.forward()
        #expect(workspace.read(below.view) == [1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1])
        #expect(workspace.read(above.view) == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    }

    /// The first of equal cells, also of a slice, of a transposed tensor and of a repeated one.
    @Test(arguments: Precision.allCases)
    func firstMaximaByHand(precision: Precision) throws {
        let tape = Tape(precision: precision)
        let cells = tape.constant(
            [3, 3, 2, 7, 7, 0, 7, -1, -.infinity, -.infinity, -.infinity, -3], TensorShape(samples: 3, features: 4))
        let grouped = cells.oneHotMaximum(groups: [3, 1])
        let sliced = cells.features(1..<4).oneHotMaximum(groups: [2, 1])
        let transposed = cells.transposed().oneHotMaximum(groups: [3])
        let repeated = cells.slice(1..<2, along: .samples).broadcast(to: TensorShape(rows: 2, samples: 1, features: 4))
            .oneHotMaximum(groups: [4])
        let outputs = [grouped, sliced, transposed, repeated]
        let workspace = Workspace(try tape.finish(outputs: outputs))
        workspace.forward()
        #expect(workspace.read(grouped.view) == [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1])
        #expect(workspace.read(sliced.view) == [1, 0, 1, 0, 1, 1, 1, 0, 1])
        #expect(workspace.read(transposed.view) == [0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0])
        #expect(workspace.read(repeated.view) == [1, 0, 0, 0, 1, 0, 0, 0])
    }

    @Test func noGradientPasses() throws {
        let tape = Tape(precision: .float64)
        let x = tape.variable("x", TensorShape(features: 3))
        let sum = (tape.lessThan(x, tape.constant(0)) + x.oneHotMaximum(groups: [3]) + 0 * x).sum(over: .features)
        let workspace = Workspace(try tape.finish(objectives: [Objective(sum, groups: .variables)]))
        workspace.write([1, -2, 3], to: x.view)
        workspace.forward()
        workspace.backward()
        #expect(workspace.readGradient(x.view) == [0, 0, 0])
    }

    @Test func groupsHaveToFit() {
        for groups in [[2], [2, 2], [3, 0], [], [4, -1]] {
            let tape = Tape(precision: .float32)
            _ = tape.constant([1, 2, 3], TensorShape(features: 3)).oneHotMaximum(groups: groups)
            #expect(throws: TapeError.self) { _ = try tape.finish() }
        }
    }
}
