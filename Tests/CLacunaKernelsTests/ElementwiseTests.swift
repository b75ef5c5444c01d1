import CLacunaKernels
import Foundation
import Testing

/// Elementwise kernels against loops in Float64, over broadcast, gapped and transposed operands.
struct ElementwiseTests {
    private static let shapes = [
        lacuna_shape(rows: 3, samples: 4, features: 5), lacuna_shape(rows: 1, samples: 1, features: 1),
        lacuna_shape(rows: 2, samples: 1, features: 33), lacuna_shape(rows: 1, samples: 7, features: 16),
        lacuna_shape(rows: 5, samples: 3, features: 1), lacuna_shape(rows: 17, samples: 2, features: 3),
    ]

    /// Functions whose reference is written here; the accuracy of all is tested beside their sources.
    private static let unaries: [(lacuna_unary, @Sendable (Double) -> Double, @Sendable (Double) -> Double)] = [
        (lacuna_negate, { -$0 }, { _ in -1 }),
        (lacuna_absolute, { abs($0) }, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }),
        (lacuna_square, { $0 * $0 }, { 2 * $0 }),
        (lacuna_exp, { exp($0) }, { exp($0) }),
        (lacuna_expm1, { expm1($0) }, { exp($0) }),
        (lacuna_tanh, { tanh($0) }, { 1 / (cosh($0) * cosh($0)) }),
        (lacuna_sigmoid, { 1 / (1 + exp(-$0)) }, { 1 / (2 + exp($0) + exp(-$0)) }),
        (lacuna_softplus, { log1p(exp(-abs($0))) + max($0, 0) }, { 1 / (1 + exp(-$0)) }),
        (lacuna_log_sigmoid, { -log1p(exp(-abs($0))) + min($0, 0) }, { 1 / (1 + exp($0)) }),
        (lacuna_relu, { max($0, 0) }, { $0 > 0 ? 1 : 0 }),
        (lacuna_erf, { erf($0) }, { 2 / Double.pi.squareRoot() * exp(-$0 * $0) }),
        (lacuna_normal_cdf, { erfc(-$0 / 2.0.squareRoot()) / 2 }, { exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }),
    ]

    private static let binaries: [(lacuna_binary, @Sendable (Double, Double) -> (Double, Double, Double))] = [
        (lacuna_add, { ($0 + $1, 1, 1) }),
        (lacuna_subtract, { ($0 - $1, 1, -1) }),
        (lacuna_multiply, { ($0 * $1, $1, $0) }),
        (lacuna_divide, { ($0 / $1, 1 / $1, -$0 / ($1 * $1)) }),
        (lacuna_maximum, { $0 >= $1 ? ($0, 1, 0) : ($1, 0, 1) }),
        (lacuna_minimum, { $0 <= $1 ? ($0, 1, 0) : ($1, 0, 1) }),
    ]

    @Test("Functions of one argument and their gradients, over all layouts")
    func unary() {
        var numbers = TestNumbers(1), worst = Worst(), intact = true
        for table in allTables() {
            for shape in Self.shapes {
                for (number, layout) in shape.layouts.enumerated() {
                    for (function, value, slope) in Self.unaries {
                        let place = "\(table.title) function \(function.rawValue) layout \(number) \(shape)"
                        let x = numbers.list(layout.count, -3, 3), dy = numbers.list(shape.count)
                        let from = table.cells(x.count) { x[$0] }, y = table.cells(shape.count)
                        table.unary(function, shape, from.operand(layout), y.start)
                        let accumulate = layout.repeats(shape) || number % 2 == 0
                        let upstream = table.cells(dy.count) { dy[$0] }, dx = table.cells(layout.count) { _ in 0.5 }
                        table.unary_backward(
                            function, shape, from.operand(layout), y.start, upstream.start,
                            dx.gradient(layout, accumulate: accumulate))
                        var expected = [Double](repeating: 0.5, count: layout.count)
                        shape.forEach { cell, row, sample, feature in
                            let at = layout.index(row, sample, feature)
                            let right = value(x[at])
                            worst.note(y[cell], right, allowed: 16 * table.epsilon * (1 + abs(right)), place)
                            expected[at] = (accumulate ? expected[at] : 0) + dy[cell] * slope(x[at])
                        }
                        let allowed = 16 * table.epsilon * Double(shape.count) * 20
                        for at in 0..<layout.count {
                            worst.note(dx[at], expected[at], allowed: allowed, place + " gradient")
                        }
                        if !(y.guardsIntact && dx.guardsIntact) { intact = false }
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("Gradients in Float64 agree with central differences, those in Float32 with Float64")
    func slopes() {
        let shape = lacuna_shape(rows: 1, samples: 1, features: 23), layout = shape.contiguous
        let exact = lacuna_kernels_double().pointee
        var worst = Worst()
        for raw in 0..<lacuna_unary_count.rawValue {
            let function = lacuna_unary(raw)
            for scale in [0.4, 1, 6, 30] {
                func gradient(_ table: lacuna_kernels) -> [Double] {
                    let x = table.cells(23) { scale * (0.3 + Double($0) / 11) }, y = table.cells(23)
                    let dy = table.cells(23) { _ in 1 }, dx = table.cells(23)
                    table.unary(function, shape, x.operand(layout), y.start)
                    table.unary_backward(
                        function, shape, x.operand(layout), y.start, dy.start, dx.gradient(layout, accumulate: false))
                    return dx.values
                }
                func shifted(_ step: Double) -> [Double] {
                    let x = exact.cells(23) { scale * (0.3 + Double($0) / 11) * (1 + step) }, y = exact.cells(23)
                    exact.unary(function, shape, x.operand(layout), y.start)
                    return y.values
                }
                let found = gradient(exact), step = 1e-4
                let (far, near) = (zip(shifted(2 * step), shifted(-2 * step)), zip(shifted(step), shifted(-step)))
                let differences = zip(far, near).enumerated().map { index, pairs in
                    let width = step * scale * (0.3 + Double(index) / 11)
                    return (8 * (pairs.1.0 - pairs.1.1) - (pairs.0.0 - pairs.0.1)) / (12 * width)
                }
                for index in 0..<23 {
                    worst.note(
                        found[index], differences[index], allowed: 1e-7 * (abs(found[index]) + 1e-3),
                        "function \(raw) at \(scale * (0.3 + Double(index) / 11))")
                }
                for table in floatTables() {
                    for (index, pair) in zip(gradient(table), found).enumerated() {
                        let allowed = 1e-5 * abs(pair.1) + 4e-7
                        let place = "\(table.title) function \(raw) scale \(scale) at \(index)"
                        worst.note(pair.0, pair.1, allowed: allowed, place)
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
    }

    @Test("Functions of two arguments and their gradients, over all pairs of layouts")
    func binary() {
        var numbers = TestNumbers(2), worst = Worst(), intact = true
        for table in allTables() {
            for shape in Self.shapes {
                for (i, left) in shape.layouts.enumerated() {
                    for (j, right) in shape.layouts.enumerated() where (i + 2 * j) % 3 != 1 {
                        for (function, reference) in Self.binaries {
                            let place = "\(table.title) function \(function.rawValue) layouts \(i), \(j) \(shape)"
                            let a = numbers.list(left.count, 0.5, 2), b = numbers.list(right.count, 0.5, 2)
                            let dy = numbers.list(shape.count)
                            let first = table.cells(a.count) { a[$0] }, second = table.cells(b.count) { b[$0] }
                            let y = table.cells(shape.count), upstream = table.cells(dy.count) { dy[$0] }
                            table.binary(function, shape, first.operand(left), second.operand(right), y.start)
                            let (addA, addB) = (left.repeats(shape) || i % 2 == 0, right.repeats(shape) || j % 2 == 0)
                            let da = table.cells(a.count) { _ in 0.25 }, db = table.cells(b.count) { _ in 0.25 }
                            var gradientB = db.gradient(right, accumulate: addB)
                            let wanted = (i + j) % 4 != 0
                            if !wanted { gradientB.values = nil }
                            table.binary_backward(
                                function, shape, first.operand(left), second.operand(right), y.start, upstream.start,
                                da.gradient(left, accumulate: addA), gradientB)
                            var expectedA = [Double](repeating: 0.25, count: a.count)
                            var expectedB = [Double](repeating: 0.25, count: b.count)
                            shape.forEach { cell, row, sample, feature in
                                let (p, q) = (left.index(row, sample, feature), right.index(row, sample, feature))
                                let (value, slopeA, slopeB) = reference(a[p], b[q])
                                worst.note(y[cell], value, allowed: 4 * table.epsilon * abs(value), place)
                                expectedA[p] = (addA ? expectedA[p] : 0) + dy[cell] * slopeA
                                if wanted { expectedB[q] = (addB ? expectedB[q] : 0) + dy[cell] * slopeB }
                            }
                            let allowed = 16 * table.epsilon * Double(shape.count + 4)
                            for p in a.indices { worst.note(da[p], expectedA[p], allowed: allowed, place + " da") }
                            for q in b.indices { worst.note(db[q], expectedB[q], allowed: allowed, place + " db") }
                            if !(y.guardsIntact && da.guardsIntact && db.guardsIntact) { intact = false }
                        }
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("An upstream gradient of zero gives zero where the slope is infinite or NaN; NaN arguments are passed on")
    func zeroUpstream() {
        let shape = lacuna_shape(rows: 1, samples: 1, features: 5), layout = shape.contiguous
        var leaks: [String] = []
        for table in allTables() {
            let x = table.cells(5) { [0, -1, .nan, .infinity, -.infinity][$0] }
            let other = table.cells(5) { [0, .nan, 1, 2, -.infinity][$0] }
            let y = table.cells(5), zero = table.cells(5)
            for raw in 0..<lacuna_unary_count.rawValue {
                let dx = table.cells(5) { _ in 7 }
                table.unary(lacuna_unary(raw), shape, x.operand(layout), y.start)
                table.unary_backward(
                    lacuna_unary(raw), shape, x.operand(layout), y.start, zero.start,
                    dx.gradient(layout, accumulate: false))
                if dx.values != [0, 0, 0, 0, 0] { leaks.append("\(table.title) function \(raw): \(dx.values)") }
            }
            for raw in 0..<lacuna_binary_count.rawValue {
                let da = table.cells(5) { _ in 7 }, db = table.cells(5) { _ in 7 }
                table.binary(lacuna_binary(raw), shape, x.operand(layout), other.operand(layout), y.start)
                if !(y[1].isNaN && y[2].isNaN) { leaks.append("\(table.title) function \(raw) hides NaN") }
                table.binary_backward(
                    lacuna_binary(raw), shape, x.operand(layout), other.operand(layout), y.start, zero.start,
                    da.gradient(layout, accumulate: false), db.gradient(layout, accumulate: false))
                if (da.values + db.values).contains(where: { $0 != 0 }) { leaks.append("\(table.title) binary \(raw)") }
            }
        }
        #expect(leaks.isEmpty, "\(leaks.prefix(5))")
    }

    @Test("Selection, copies, affine functions and fills, over all layouts")
    func movement() {
        var numbers = TestNumbers(3), worst = Worst(), intact = true
        for table in allTables() {
            for shape in Self.shapes {
                for (i, layout) in shape.layouts.enumerated() {
                    let other = shape.layouts[(3 * i + 1) % shape.layouts.count], place = "\(table.title) \(i) \(shape)"
                    let a = numbers.list(layout.count), b = numbers.list(other.count), dy = numbers.list(shape.count)
                    let c = numbers.list(other.count).map { $0 > 0 ? $0 : 0 }
                    let first = table.cells(a.count) { a[$0] }, second = table.cells(b.count) { b[$0] }
                    let condition = table.cells(c.count) { c[$0] }, upstream = table.cells(dy.count) { dy[$0] }
                    let y = table.cells(shape.count), z = table.cells(shape.count)
                    table.select(
                        shape, condition.operand(other), first.operand(layout), second.operand(other), y.start)
                    table.affine(shape, 2.5, -0.5, first.operand(layout), z.start)
                    let adds = layout.repeats(shape) || i % 2 == 0
                    let da = table.cells(a.count) { _ in 1 }, db = table.cells(b.count) { _ in 1 }
                    table.select_backward(
                        shape, condition.operand(other), upstream.start, da.gradient(layout, accumulate: adds),
                        db.gradient(other, accumulate: true))
                    let copied = table.cells(a.count) { _ in 1 }
                    table.copy(
                        shape, 1.5, upstream.operand(shape.contiguous), copied.gradient(layout, accumulate: adds))
                    var expectedA = [Double](repeating: 1, count: a.count), expectedCopy = expectedA
                    var expectedB = [Double](repeating: 1, count: b.count)
                    shape.forEach { cell, row, sample, feature in
                        let (p, q) = (layout.index(row, sample, feature), other.index(row, sample, feature))
                        worst.note(y[cell], c[q] != 0 ? a[p] : b[q], allowed: 0, place + " select")
                        worst.note(z[cell], 2.5 * a[p] - 0.5, allowed: 4 * table.epsilon, place + " affine")
                        expectedA[p] = (adds ? expectedA[p] : 0) + (c[q] != 0 ? dy[cell] : 0)
                        expectedB[q] += c[q] != 0 ? 0 : dy[cell]
                        expectedCopy[p] = (adds ? expectedCopy[p] : 0) + 1.5 * dy[cell]
                    }
                    let allowed = 16 * table.epsilon * Double(shape.count)
                    for p in a.indices {
                        worst.note(da[p], expectedA[p], allowed: allowed, place + " da")
                        worst.note(copied[p], expectedCopy[p], allowed: allowed, place + " copy")
                    }
                    for q in b.indices { worst.note(db[q], expectedB[q], allowed: allowed, place + " db") }
                    table.fill(shape.count, 3.25, y.start)
                    if y.values.contains(where: { $0 != 3.25 }) { intact = false }
                    for cells in [y, z, da, db, copied] where !cells.guardsIntact { intact = false }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("What stands in an unselected cell has no influence")
    func selection() {
        let shape = lacuna_shape(rows: 1, samples: 1, features: 19), layout = shape.contiguous
        for table in allTables() {
            let condition = table.cells(19) { Double($0 % 2) }, y = table.cells(19)
            let a = table.cells(19) { $0 % 2 == 1 ? 1 : .nan }, b = table.cells(19) { $0 % 2 == 0 ? 2 : .nan }
            table.select(shape, condition.operand(layout), a.operand(layout), b.operand(layout), y.start)
            #expect(y.values == (0..<19).map { $0 % 2 == 1 ? 1 : 2 })
        }
    }

    @Test("Sums into a repeated cell are formed in index order")
    func indexOrder() {
        var numbers = TestNumbers(4)
        for table in floatTables() {
            let shape = lacuna_shape(rows: 3, samples: 5, features: 37), layout = shape.layout(0, 0, 0)
            let x = numbers.list(shape.count), from = table.cells(x.count) { x[$0] }, sum = table.cells(1)
            table.copy(shape, 1, from.operand(shape.contiguous), sum.gradient(layout, accumulate: true))
            #expect(sum[0] == Double(x.reduce(Float(0)) { $0 + Float($1) }))
        }
    }

    @Test("A cell has the same bits in whole and in partial vectors")
    func partialVectors() {
        var numbers = TestNumbers(5), different: [String] = []
        let count = 67, x = numbers.list(count, 0.1, 3)
        for table in allTables() {
            let from = table.cells(count) { x[$0] }
            for raw in 0..<lacuna_unary_count.rawValue {
                let shape = lacuna_shape(rows: 1, samples: 1, features: count), whole = table.cells(count)
                table.unary(lacuna_unary(raw), shape, from.operand(shape.contiguous), whole.start)
                for single in 0..<count {
                    let one = lacuna_shape(rows: 1, samples: 1, features: 1), y = table.cells(1)
                    let operand = lacuna_operand(values: from.at(single), strides: one.contiguous.strides)
                    table.unary(lacuna_unary(raw), one, operand, y.start)
                    if y[0] != whole[single] { different.append("\(table.title) function \(raw) at \(single)") }
                }
            }
        }
        #expect(different.isEmpty, "\(different.prefix(5))")
    }
}
