import LacunaTensors
import Testing

/// Products and solutions with lower triangular matrices against dense formulas and differences.
@Suite struct TriangularOperationTests {
    /// Rows of the matrices and of the vectors: each may stand for all of the other's.
    static let rowCounts = [(3, 3), (1, 3), (3, 1), (1, 1)]

    /// The inputs of one example: diagonals, entries below (none for d = 1), vectors.
    static func inputs(
        _ size: Int, _ matrixRows: Int, _ vectorRows: Int, samples: Int = 4
    ) -> [(TensorShape, [Double])] {
        let lower = TensorShape(rows: matrixRows, features: size * (size - 1) / 2)
        let vectors = TensorShape(rows: vectorRows, samples: samples, features: size)
        let diagonal = numbers(TensorShape(rows: matrixRows, features: size), seed: 1, low: 0.5, high: 2)
        return [diagonal] + (size > 1 ? [numbers(lower, seed: 2)] : []) + [numbers(vectors, seed: 3)]
    }

    static func apply(_ isSolve: Bool, _ tape: Tape, _ inputs: [Tensor]) -> Tensor {
        let lower = inputs.count > 2 ? inputs[1] : nil, vectors = inputs[inputs.count - 1]
        return isSolve
            ? tape.triangularSolve(diagonal: inputs[0], lower: lower, vectors: vectors)
            : tape.triangularProduct(diagonal: inputs[0], lower: lower, vectors: vectors)
    }

    /// The dense matrix of a row.
    static func matrix(_ inputs: [(TensorShape, [Double])], row: Int) -> [[Double]] {
        let size = inputs[0].0.features
        let source = inputs[0].0.rows == 1 ? 0 : row
        return (0..<size).map { i in
            (0..<size).map { j in
                if j > i { return 0 }
                if j == i { return inputs[0].1[source * size + i] }
                return inputs[1].1[source * size * (size - 1) / 2 + i * (i - 1) / 2 + j]
            }
        }
    }

    /// Products are compared with dense ones; solutions by what their dense product gives back.
    @Test(arguments: [1, 2, 3, 5], Precision.allCases)
    func valuesAgreeWithDenseFormulas(size: Int, precision: Precision) throws {
        for (matrixRows, vectorRows) in Self.rowCounts {
            let inputs = Self.inputs(size, matrixRows, vectorRows)
            let tape = Tape(precision: precision)
            let tensors = inputs.map { tape.constant($0.1, $0.0) }
            let results = [false, true].map { Self.apply($0, tape, tensors) }
            let workspace = Workspace(try tape.finish(outputs: results))
            workspace.forward()
            let rows = max(matrixRows, vectorRows)
            var worst = 0.0
            for (result, isSolve) in zip(results, [false, true]) {
                #expect(result.shape == TensorShape(rows: rows, samples: 4, features: size))
                let found = workspace.read(result.view), vectors = inputs[inputs.count - 1].1
                for row in 0..<rows {
                    let matrix = Self.matrix(inputs, row: row)
                    for sample in 0..<4 {
                        let output = (row * 4 + sample) * size
                        let input = ((vectorRows == 1 ? 0 : row) * 4 + sample) * size
                        for i in 0..<size {
                            var sum = 0.0
                            for j in 0..<size {
                                sum += matrix[i][j] * (isSolve ? found[output + j] : vectors[input + j])
                            }
                            worst = max(worst, abs(sum - (isSolve ? vectors[input + i] : found[output + i])))
                        }
                    }
                }
            }
            #expect(worst < (precision == .float64 ? 1e-13 : 1e-4), "\(matrixRows) and \(vectorRows) rows: \(worst)")
        }
    }

    @Test(arguments: [1, 2, 3, 4], [false, true])
    func gradientsAgreeWithDifferences(size: Int, isSolve: Bool) throws {
        for (matrixRows, vectorRows) in Self.rowCounts {
            let deviation = try gradientDeviation(Self.inputs(size, matrixRows, vectorRows)) {
                Self.apply(isSolve, $0, $1)
            }
            #expect(deviation < 1e-7, "\(matrixRows) and \(vectorRows) rows: \(deviation)")
        }
    }

    /// Diagonal, entries below and vectors as slices of one head, some of them shared.
    @Test(arguments: [false, true])
    func gradientsOfSharedMemoryAgreeWithDifferences(isSolve: Bool) throws {
        let head = numbers(TensorShape(rows: 2, features: 8), low: 0.5, high: 1.5)
        let deviation = try gradientDeviation([head]) { tape, inputs in
            let head = inputs[0]
            let vectors = tape.concatenate([head.features(3..<6), head.features(5..<8)], along: .samples)
            let once = Self.apply(isSolve, tape, [head.features(0..<3), head.features(2..<5), vectors])
            return Self.apply(isSolve, tape, [head.features(0..<3), head.features(5..<8), head.features(1..<4)])
                + once.exp() * Self.apply(!isSolve, tape, [head.features(0..<3), head.features(4..<7), once])
        }
        #expect(deviation < 1e-7)
    }

    /// Vectors that lie transposed in memory, and a repeated one.
    @Test func gradientsOfOtherViewsAgreeWithDifferences() throws {
        let inputs = [
            numbers(TensorShape(rows: 2, features: 3), seed: 1, low: 0.5, high: 2),
            numbers(TensorShape(rows: 2, features: 3), seed: 2),
            numbers(TensorShape(rows: 2, samples: 3, features: 4), seed: 3),
        ]
        for isSolve in [false, true] {
            let deviation = try gradientDeviation(inputs) { tape, x in
                let first = x[2].slice(0..<1, along: .rows).transposed()
                return Self.apply(isSolve, tape, [x[0], x[1], x[2].transposed()])
                    * Self.apply(isSolve, tape, [x[0], x[1], first])
            }
            #expect(deviation < 1e-7)
        }
    }

    /// A solution undoes a product, for a size at which rounding would show a wrong order of substitution.
    @Test func solutionsUndoProducts() throws {
        let inputs = Self.inputs(12, 2, 2, samples: 3)
        let tape = Tape(precision: .float64)
        let tensors = inputs.map { tape.constant($0.1, $0.0) }
        let product = Self.apply(false, tape, tensors)
        let back = Self.apply(true, tape, [tensors[0], tensors[1], product])
        let workspace = Workspace(try tape.finish(outputs: [back]))
        workspace.forward()
        let worst = zip(workspace.read(back.view), inputs[2].1).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-7, "\(worst)")
    }

    @Test func shapesThatDoNotAgreeAreRefused() {
        let tape = Tape(precision: .float32)
        let three = tape.constant([1, 1, 1], TensorShape(features: 3)), one = tape.constant(1)
        let wide = tape.constant([1, 1, 1, 1, 1, 1], TensorShape(rows: 2, features: 3))
        let rows = tape.constant([Double](repeating: 1, count: 9), TensorShape(rows: 3, features: 3))
        _ = tape.triangularProduct(diagonal: three, lower: nil, vectors: three)
        _ = tape.triangularSolve(diagonal: one, lower: one, vectors: one)
        _ = tape.triangularSolve(diagonal: three, lower: three, vectors: one)
        _ = tape.triangularProduct(diagonal: wide, lower: three, vectors: rows)
        _ = tape.triangularProduct(
            diagonal: rows.reshaped(to: TensorShape(samples: 3, features: 3)), lower: three, vectors: three)
        let error = #expect(throws: TapeError.self) { _ = try tape.finish() }
        #expect(error?.problems.count == 5)
        #expect(
            error?.problems.first
                == "triangularProduct: a diagonal of 1×1×3, nothing below it and vectors of 1×1×3 do not agree")
        #expect(error?.problems[1].contains("triangularSolve") == true)
        #expect(error?.problems[1].contains("entries below it of 1×1×1") == true)
    }
}
