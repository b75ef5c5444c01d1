import CLacunaKernels
import Foundation
import Testing

/// Matrix products against plain sums in Float64.
struct GEMMTests {
    private static let sizes = Array(1...40) + [127, 128, 129]

    /// A product with random factors; the layouts of both are chosen by whether they are transposed.
    private struct Product {
        var rows: Int, columns: Int, depth: Int
        var leftTransposed = false, rightTransposed = false, accumulate = false, biased = false
        var activation = lacuna_activation_identity
        let gap = 3

        var title: String { "\(rows)×\(columns)×\(depth), \(leftTransposed), \(rightTransposed), \(accumulate)" }
        var leftStrides: (row: Int, column: Int) { leftTransposed ? (1, rows + gap) : (depth + gap, 1) }
        var rightStrides: (row: Int, column: Int) { rightTransposed ? (1, depth + gap) : (columns + gap, 1) }

        func check(_ table: lacuna_kernels, _ numbers: inout TestNumbers, _ worst: inout Worst) -> Bool {
            let a = numbers.list((rows + depth) * (max(rows, depth) + gap))
            let b = numbers.list((columns + depth) * (max(columns, depth) + gap))
            let old = numbers.list(rows * (columns + gap)), bias = numbers.list(columns)
            let left = table.cells(a.count) { a[$0] }, right = table.cells(b.count) { b[$0] }
            let result = table.cells(old.count) { old[$0] }, shift = table.cells(columns) { bias[$0] }
            let panels = table.cells(table.packed_count(depth, columns))
            table.pack(depth, columns, right.start, rightStrides.row, rightStrides.column, panels.start)
            table.gemm(
                rows, columns, depth, left.start, leftStrides.row, leftStrides.column, panels.start, result.start,
                columns + gap, accumulate ? 1 : 0, biased ? UnsafeRawPointer(shift.start) : nil, activation)
            for m in 0..<rows {
                for n in 0..<columns + gap {
                    let place = m * (columns + gap) + n
                    guard n < columns else {
                        worst.note(result[place], old[place], allowed: 0, "gap of \(table.title) \(title)")
                        continue
                    }
                    var sum = biased ? bias[n] : 0
                    var size = abs(sum)
                    for k in 0..<depth {
                        let term =
                            a[m * leftStrides.row + k * leftStrides.column]
                            * b[k * rightStrides.row + n * rightStrides.column]
                        sum += term
                        size += abs(term)
                    }
                    if accumulate { sum += old[place] }
                    let allowed = table.epsilon * (size * sqrt(Double(depth + 1)) + abs(sum) + 1) * 2
                    worst.note(
                        result[place], GEMMTests.activate(activation, sum), allowed: allowed,
                        "\(table.title) \(title) at \(m), \(n)")
                }
            }
            return result.guardsIntact && panels.guardsIntact
        }
    }

    fileprivate static func activate(_ activation: lacuna_activation, _ x: Double) -> Double {
        switch activation {
        case lacuna_activation_tanh: tanh(x)
        case lacuna_activation_relu: max(x, 0)
        case lacuna_activation_sigmoid: 1 / (1 + exp(-x))
        case lacuna_activation_softplus: log1p(exp(-abs(x))) + max(x, 0)
        case lacuna_activation_elu: x > 0 ? x : expm1(x)
        default: x
        }
    }

    @Test("Products of every shape agree with sums in Float64 and touch nothing else")
    func shapes() {
        var numbers = TestNumbers(1), worst = Worst(), intact = true
        for table in allTables() {
            for (index, rows) in Self.sizes.enumerated() {
                for (other, columns) in Self.sizes.enumerated() where (index + other) % 3 == 0 {
                    let variant = index + 5 * other
                    let product = Product(
                        rows: rows, columns: columns, depth: variant % 9, leftTransposed: variant & 1 == 1,
                        rightTransposed: variant & 2 == 2, accumulate: variant & 4 == 4, biased: variant & 8 == 8)
                    if !product.check(table, &numbers, &worst) { intact = false }
                }
            }
            for depth in [64, 127, 300] {
                for variant in 0..<8 {
                    let product = Product(
                        rows: 31, columns: 57, depth: depth, leftTransposed: variant & 1 == 1,
                        rightTransposed: variant & 2 == 2, accumulate: variant & 4 == 4, biased: true)
                    if !product.check(table, &numbers, &worst) { intact = false }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("Fused activations agree with the activation of the sum")
    func activations() {
        var numbers = TestNumbers(2), worst = Worst(), intact = true
        for table in allTables() {
            for raw in lacuna_activation_identity.rawValue...lacuna_activation_elu.rawValue {
                for columns in [1, 7, 16, 33] {
                    let product = Product(
                        rows: 17, columns: columns, depth: 9, biased: true, activation: lacuna_activation(raw))
                    if !product.check(table, &numbers, &worst) { intact = false }
                }
            }
        }
        #expect(worst.ratio <= 2, "\(worst.place)")
        #expect(intact)
    }

    @Test("A cell has the same bits whatever rows and columns are computed with it")
    func independence() {
        var numbers = TestNumbers(3), different: [String] = []
        let (rows, columns, depth) = (45, 71, 53)
        let a = numbers.list(rows * depth), b = numbers.list(depth * columns), bias = numbers.list(columns)
        for table in allTables() {
            let left = table.cells(a.count) { a[$0] }, right = table.cells(b.count) { b[$0] }
            let shift = table.cells(columns) { bias[$0] }, whole = table.cells(rows * columns)
            let panels = table.cells(table.packed_count(depth, columns))
            table.pack(depth, columns, right.start, columns, 1, panels.start)
            table.gemm(
                rows, columns, depth, left.start, depth, 1, panels.start, whole.start, columns, 0, shift.start,
                lacuna_activation_tanh)
            for first in 0..<rows {
                for count in [1, 2, 5, 13, 15, 29] where first + count <= rows {
                    let part = table.cells(count * columns)
                    table.gemm(
                        count, columns, depth, left.at(first * depth), depth, 1, panels.start, part.start, columns, 0,
                        shift.start, lacuna_activation_tanh)
                    let expected = (0..<count * columns).map { whole[first * columns + $0] }
                    if part.values != expected { different.append("\(table.title) rows \(first)+\(count)") }
                }
            }
            for first in 0..<columns {
                for count in [1, 3, 9, 17, 33] where first + count <= columns {
                    let part = table.cells(rows * count)
                    let few = table.cells(table.packed_count(depth, count))
                    table.pack(depth, count, right.at(first), columns, 1, few.start)
                    table.gemm(
                        rows, count, depth, left.start, depth, 1, few.start, part.start, count, 0, shift.at(first),
                        lacuna_activation_tanh)
                    let expected = (0..<rows * count).map { whole[$0 / count * columns + first + $0 % count] }
                    if part.values != expected { different.append("\(table.title) columns \(first)+\(count)") }
                }
            }
        }
        #expect(different.isEmpty, "\(different.prefix(5))")
    }

    @Test("The output gradient is multiplied, packed and summed in one pass")
    func outputGradient() {
        var numbers = TestNumbers(4), worst = Worst(), intact = true
        for table in allTables() {
            for raw in lacuna_activation_identity.rawValue...lacuna_activation_elu.rawValue {
                for (rows, columns) in [(1, 1), (5, 33), (20, 16), (13, 47), (3, 65)] {
                    let activation = lacuna_activation(raw)
                    let x = numbers.list(rows * columns, -2, 2), dy = numbers.list(rows * columns)
                    let y = x.map { Self.activate(activation, $0) }, old = numbers.list(columns)
                    let output = table.cells(y.count) { y[$0] }, gradient = table.cells(dy.count) { dy[$0] }
                    let bias = table.cells(columns) { old[$0] }, place = "\(table.title) \(raw) \(rows)×\(columns)"
                    let panels = table.cells(table.packed_count(rows, columns))
                    let expectedPanels = table.cells(table.packed_count(rows, columns))
                    let accumulate: Int32 = raw % 2
                    table.pack_output_gradient(
                        rows, columns, gradient.start, output.start, activation, gradient.start, panels.start,
                        bias.start, accumulate)
                    table.pack(rows, columns, gradient.start, columns, 1, expectedPanels.start)
                    if panels.values != expectedPanels.values { intact = false }
                    if !(gradient.guardsIntact && bias.guardsIntact && panels.guardsIntact) { intact = false }
                    for n in 0..<columns {
                        var sum = accumulate == 1 ? old[n] : 0
                        for m in 0..<rows {
                            let cell = m * columns + n
                            let pre = dy[cell] * Self.slope(activation, x[cell])
                            worst.note(gradient[cell], pre, allowed: 16 * table.epsilon, place)
                            sum += pre
                        }
                        worst.note(bias[n], sum, allowed: 16 * table.epsilon * Double(rows + 1), place + " bias")
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    private static func slope(_ activation: lacuna_activation, _ x: Double) -> Double {
        switch activation {
        case lacuna_activation_tanh: 1 - tanh(x) * tanh(x)
        case lacuna_activation_relu: x > 0 ? 1 : 0
        case lacuna_activation_sigmoid: exp(-x) / ((1 + exp(-x)) * (1 + exp(-x)))
        case lacuna_activation_softplus: 1 / (1 + exp(-x))
        case lacuna_activation_elu: x > 0 ? 1 : exp(x)
        default: 1
        }
    }
}
