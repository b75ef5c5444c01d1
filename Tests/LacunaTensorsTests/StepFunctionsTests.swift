import Testing

@testable import LacunaTensors

/// Comparisons and one-hot maxima, in both precisions and from views of every kind.
@Suite struct StepFunctionsTests {
    /// Runs a recording on numbers and reads what it makes.
    private static func run(
        _ precision: Precision, _ inputs: [(TensorShape, [Double])], _ make: ([Tensor]) -> Tensor
    ) throws -> [Double] {
        let tape = Tape(precision: precision)
        let variables = inputs.enumerated().map { tape.variable("x\($0)", $1.0) }
        let output = make(variables)
        #expect(!output.isDifferentiable)
        let workspace = Workspace(try tape.finish(outputs: [output]))
        for (variable, input) in zip(variables, inputs) { workspace.write(input.1, to: variable.view) }
        workspace.forward()
        return workspace.read(output.view)
    }

    @Test(arguments: Precision.allCases) func lessThanRepeatsItsArguments(_ precision: Precision) throws {
        let first = numbers(TensorShape(rows: 3, samples: 1, features: 4), seed: 1)
        let second = numbers(TensorShape(rows: 3, samples: 5, features: 1), seed: 2)
        let found = try Self.run(precision, [first, second]) { $0[0].tape.lessThan($0[0], $0[1]) }
        let expected: [Double] = (0..<60).map { cell in
            first.1[cell / 20 * 4 + cell % 4] < second.1[cell / 4] ? 1 : 0
        }
        #expect(found == expected && expected.contains(0) && expected.contains(1))
    }

    @Test(arguments: Precision.allCases) func comparisonsAreStrict(_ precision: Precision) throws {
        let shape = TensorShape(features: 5)
        let found = try Self.run(
            precision, [(shape, [1, 2, -.infinity, .nan, 0]), (shape, [1, 3, .infinity, 1, .nan])]
        ) { $0[0].tape.lessThan($0[0], $0[1]) }
        #expect(found == [0, 1, 1, 0, 0])
    }

    @Test(arguments: Precision.allCases) func oneHotMaximumOfViews(_ precision: Precision) throws {
        let input = numbers(TensorShape(rows: 2, samples: 6, features: 3), seed: 3)
        // Groups of two and four along what were the samples, of features 1 and 2.
        let found = try Self.run(precision, [input]) {
            $0[0].features(1..<3).transposed().oneHotMaximum(groups: [2, 4])
        }
        var expected = [Double](repeating: 0, count: 24)
        for row in 0..<2 {
            for feature in 0..<2 {
                for group in [0..<2, 2..<6] {
                    let values = group.map { input.1[(row * 6 + $0) * 3 + 1 + feature] }
                    let best = values.indices.max { values[$0] < values[$1] } ?? 0
                    expected[(row * 2 + feature) * 6 + group.lowerBound + best] = 1
                }
            }
        }
        #expect(found == expected)
    }

    @Test(arguments: Precision.allCases) func theFirstOfSeveralMaximaCounts(_ precision: Precision) throws {
        let shape = TensorShape(samples: 2, features: 4)
        let values: [Double] = [1, 3, 3, 2, -.infinity, -.infinity, -.infinity, -.infinity]
        let found = try Self.run(precision, [(shape, values)]) { $0[0].oneHotMaximum(groups: [4]) }
        #expect(found == [0, 1, 0, 0, 1, 0, 0, 0])
    }
}
