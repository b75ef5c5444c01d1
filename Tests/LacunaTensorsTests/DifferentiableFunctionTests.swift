import LacunaTensors
import Testing

/// The example of the documentation.
struct Cube: DifferentiableFunction {
    func outputShape(of inputs: [TensorShape]) -> TensorShape? { inputs.first }
    func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
        output.forEachCell { row, sample, feature in
            let x = inputs[0][row, sample, feature]
            output[row, sample, feature] = x * x * x
        }
    }
    func backward<S: TensorScalar>(
        _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
        into gradients: FunctionGradients<S>
    ) {
        guard let gradient = gradients[0] else { return }
        output.forEachCell { row, sample, feature in
            let x = inputs[0][row, sample, feature]
            gradient[row, sample, feature] += 3 * x * x * outputGradient[row, sample, feature]
        }
    }
}

/// Operations of one's own run in both precisions, over views and repeats, and add to what is there.
@Suite struct DifferentiableFunctionTests {
    static let wide = TensorShape(rows: 2, samples: 3, features: 4)

    @Test func gradientsAgreeWithDifferences() throws {
        let uses: [(name: String, make: (Tape, [Tensor]) -> Tensor)] = [
            ("plain", { $0.apply(Cube(), to: [$1[0]]) }),
            ("slice", { $0.apply(Cube(), to: [$1[0].features(1..<3)]) }),
            ("transposed", { $0.apply(Cube(), to: [$1[0].transposed()]) }),
            ("repeated", { $0.apply(Cube(), to: [$1[0].slice(0..<1, along: .rows).broadcast(to: Self.wide)]) }),
            ("used twice", { $0.apply(Cube(), to: [$1[0]]) * $1[0] + $0.apply(Cube(), to: [$1[0]]) }),
            ("nested", { tape, x in tape.apply(Cube(), to: [tape.apply(Cube(), to: [x[0].tanh()])]) }),
        ]
        for use in uses {
            let deviation = try gradientDeviation([numbers(Self.wide)], use.make)
            #expect(deviation < 1e-7, "\(use.name) deviates by \(deviation)")
        }
    }

    @Test func singlePrecisionAgrees() throws {
        let (shape, start) = numbers(Self.wide)
        let results = try Precision.allCases.map { precision in
            let tape = Tape(precision: precision)
            let x = tape.variable("x", shape)
            let y = tape.apply(Cube(), to: [x])
            let workspace = Workspace(try tape.finish(outputs: [y], objectives: [Objective(y, groups: .variables)]))
            workspace.write(start, to: x.view)
            workspace.forward()
            workspace.backward(seed: 7)
            // The second pass finds memory that the first one used.
            workspace.backward()
            return workspace.read(y.view) + workspace.readGradient(x.view)
        }
        let worst = zip(results[0], results[1]).map { abs($0 - $1) / (1 + abs($1)) }.max() ?? .infinity
        #expect(worst < 1e-6 && worst > 0)
    }
}
