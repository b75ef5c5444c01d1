/// Solves A x = b for small symmetric positive definite matrices, one a row, by Cholesky's factorisation.
///
/// The factor is recomputed where it is needed, in the lower triangle of nothing but local sums: matrices here have a few
/// dozen rows at the most, and no memory is kept between forward and backward.
struct CholeskySolve: DifferentiableFunction {
    func outputShape(of inputs: [TensorShape]) -> TensorShape? {
        guard inputs.count == 2 else { return nil }
        let (matrix, right) = (inputs[0], inputs[1])
        guard matrix.samples == matrix.features, right.samples == matrix.samples else { return nil }
        guard matrix.rows == right.rows || matrix.rows == 1 else { return nil }
        // The factor is stored behind the solution: n more columns.
        return TensorShape(rows: right.rows, samples: right.samples, features: right.features + matrix.features)
    }

    func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
        let matrix = inputs[0], right = inputs[1]
        let size = matrix.shape.features, columns = right.shape.features
        for row in 0..<output.shape.rows {
            let source = matrix.shape.rows == 1 ? 0 : row
            for i in 0..<size {
                for j in 0..<size {
                    guard j <= i else {
                        output[row, i, columns + j] = 0
                        continue
                    }
                    var rest = matrix[source, i, j]
                    for k in 0..<j { rest -= output[row, i, columns + k] * output[row, j, columns + k] }
                    output[row, i, columns + j] = i == j ? rest.squareRoot() : rest / output[row, j, columns + j]
                }
            }
            for column in 0..<columns {
                for i in 0..<size { output[row, i, column] = right[row, i, column] }
                Self.solve(output, row: row, column: column, of: output, factorAt: columns, size: size)
            }
        }
    }

    func backward<S: TensorScalar>(
        _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
        into gradients: FunctionGradients<S>
    ) {
        // b̄ = A⁻¹ x̄ and Ā = −b̄ xᵀ; the upstream gradient is solved in place, since nobody reads it any more.
        let size = inputs[0].shape.features, columns = inputs[1].shape.features
        for row in 0..<output.shape.rows {
            let target = inputs[0].shape.rows == 1 ? 0 : row
            for column in 0..<columns {
                Self.solve(outputGradient, row: row, column: column, of: output, factorAt: columns, size: size)
                for i in 0..<size {
                    let solved = outputGradient[row, i, column]
                    if let right = gradients[1] { right[row, i, column] += solved }
                    guard let matrix = gradients[0] else { continue }
                    for j in 0..<size { matrix[target, i, j] -= solved * output[row, j, column] }
                }
            }
        }
    }

    /// Solves L Lᵀ x = x in place for one column.
    private static func solve<S: TensorScalar>(
        _ cells: FunctionCells<S>, row: Int, column: Int, of factor: FunctionCells<S>, factorAt start: Int, size: Int
    ) {
        for i in 0..<size {
            var rest = cells[row, i, column]
            for k in 0..<i { rest -= factor[row, i, start + k] * cells[row, k, column] }
            cells[row, i, column] = rest / factor[row, i, start + i]
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            var rest = cells[row, i, column]
            for k in i + 1..<max(size, i + 1) { rest -= factor[row, k, start + i] * cells[row, k, column] }
            cells[row, i, column] = rest / factor[row, i, start + i]
        }
    }
}

extension Tensor {
    /// A⁻¹ b for symmetric positive definite A (rows or 1 × n × n, this tensor) and b (rows × n × m): rows × n × m.
    ///
    /// Only the lower triangle of A is read; the gradient of A is that of all its cells, as if each were free.
    public func choleskySolve(_ right: Tensor) -> Tensor {
        tape.apply(CholeskySolve(), to: [self, right]).features(0..<max(right.shape.features, 1))
    }
}
