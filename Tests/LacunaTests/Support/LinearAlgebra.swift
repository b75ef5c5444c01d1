import Foundation

/// A small dense matrix in 64 bits, for closed forms that tests compare with.
struct Matrix {
    var rows: Int
    var columns: Int
    var numbers: [Double]

    init(_ rows: Int, _ columns: Int, _ numbers: [Double]? = nil) {
        self.rows = rows
        self.columns = columns
        self.numbers = numbers ?? [Double](repeating: 0, count: rows * columns)
    }

    static func identity(_ size: Int) -> Matrix {
        var matrix = Matrix(size, size)
        for index in 0..<size { matrix[index, index] = 1 }
        return matrix
    }

    static func diagonal(_ numbers: [Double]) -> Matrix {
        var matrix = Matrix(numbers.count, numbers.count)
        for (index, number) in numbers.enumerated() { matrix[index, index] = number }
        return matrix
    }

    static func column(_ numbers: [Double]) -> Matrix { Matrix(numbers.count, 1, numbers) }

    subscript(row: Int, column: Int) -> Double {
        get { numbers[row * columns + column] }
        set { numbers[row * columns + column] = newValue }
    }

    var transposed: Matrix {
        var result = Matrix(columns, rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }

    func selecting(rows wanted: [Int], columns others: [Int]? = nil) -> Matrix {
        let others = others ?? Array(0..<columns)
        var result = Matrix(wanted.count, others.count)
        for (i, row) in wanted.enumerated() {
            for (j, column) in others.enumerated() { result[i, j] = self[row, column] }
        }
        return result
    }

    static func * (a: Matrix, b: Matrix) -> Matrix {
        var result = Matrix(a.rows, b.columns)
        for i in 0..<a.rows {
            for j in 0..<b.columns {
                var sum = 0.0
                for k in 0..<a.columns { sum += a[i, k] * b[k, j] }
                result[i, j] = sum
            }
        }
        return result
    }

    static func + (a: Matrix, b: Matrix) -> Matrix { Matrix(a.rows, a.columns, zip(a.numbers, b.numbers).map(+)) }
    static func - (a: Matrix, b: Matrix) -> Matrix { Matrix(a.rows, a.columns, zip(a.numbers, b.numbers).map(-)) }

    /// The lower factor L of a symmetric positive definite matrix, L Lᵀ.
    var choleskyFactor: Matrix {
        var factor = Matrix(rows, rows)
        for i in 0..<rows {
            for j in 0...i {
                var rest = self[i, j]
                for k in 0..<j { rest -= factor[i, k] * factor[j, k] }
                factor[i, j] = i == j ? rest.squareRoot() : rest / factor[j, j]
            }
        }
        return factor
    }

    /// A⁻¹ b of a symmetric positive definite matrix.
    func solve(_ right: Matrix) -> Matrix {
        let factor = choleskyFactor
        var result = right
        for column in 0..<right.columns {
            for i in 0..<rows {
                for k in 0..<i { result[i, column] -= factor[i, k] * result[k, column] }
                result[i, column] /= factor[i, i]
            }
            for i in (0..<rows).reversed() {
                for k in i + 1..<max(rows, i + 1) { result[i, column] -= factor[k, i] * result[k, column] }
                result[i, column] /= factor[i, i]
            }
        }
        return result
    }

    /// log det of a symmetric positive definite matrix.
    var logDeterminant: Double {
        let factor = choleskyFactor
        return (0..<rows).reduce(0.0) { $0 + 2 * log(factor[$1, $1]) }
    }
}

/// The largest difference between two lists; infinite where their lengths differ or a number is not finite.
func largestDeviation(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    var worst = 0.0
    for (x, y) in zip(a, b) {
        let deviation = abs(x - y)
        worst = deviation.isFinite ? max(worst, deviation) : .infinity
    }
    return worst
}
