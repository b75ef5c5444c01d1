import CLacunaKernels
import Foundation
import Testing

/// Reductions along an axis against loops in Float64.
struct ReductionTests {
    /// outer × count × inner.
    private struct Extents {
        var outer: Int, count: Int, inner: Int
        var size: Int { outer * count * inner }
        var lines: Int { outer * inner }

        /// The places of the numbers of a line.
        func line(_ index: Int) -> [Int] {
            (0..<count).map { (index / inner * count + $0) * inner + index % inner }
        }
    }

    private static let extents: [Extents] =
        ((1...20) + [33, 127, 128, 129]).flatMap { count in
            [1, 2, 11, 16, 17].map { Extents(outer: 3, count: count, inner: $0) }
        }

    private static func logSumExp(_ x: [Double]) -> Double {
        let greatest = x.max() ?? 0
        return greatest + log(x.reduce(0) { $0 + exp($1 - greatest) })
    }

    @Test("log Σ exp, softmax and log-softmax with their gradients")
    func softmaxFamily() {
        var numbers = TestNumbers(1), worst = Worst(), intact = true
        for table in allTables() {
            for (number, e) in Self.extents.enumerated() {
                let (outer, count, inner) = (e.outer, e.count, e.inner), adds = number % 2, old = Double(adds)
                let x = numbers.list(e.size, -9, 9), dy = numbers.list(e.size)
                let from = table.cells(e.size) { x[$0] }, upstream = table.cells(e.size) { dy[$0] }
                let sum = table.cells(e.lines), soft = table.cells(e.size), logs = table.cells(e.size)
                let dSum = table.cells(e.size) { _ in 1 }, dSoft = table.cells(e.size) { _ in 1 }
                let dLogs = table.cells(e.size) { _ in 1 }, add = Int32(adds)
                table.log_sum_exp(outer, count, inner, from.start, sum.start)
                table.softmax(outer, count, inner, from.start, soft.start)
                table.log_softmax(outer, count, inner, from.start, logs.start)
                table.log_sum_exp_backward(
                    outer, count, inner, from.start, sum.start, upstream.start, dSum.start, add)
                table.softmax_backward(outer, count, inner, soft.start, upstream.start, dSoft.start, add)
                table.log_softmax_backward(outer, count, inner, logs.start, upstream.start, dLogs.start, add)
                for line in 0..<e.lines {
                    let places = e.line(line), total = Self.logSumExp(places.map { x[$0] })
                    let mean = places.reduce(0) { $0 + dy[$1] * exp(x[$1] - total) }
                    let all = places.reduce(0) { $0 + dy[$1] }
                    let allowed = 32 * table.epsilon * (1 + Double(count).squareRoot())
                    let place = "\(table.title) \(outer)×\(count)×\(inner) line \(line)"
                    worst.note(sum[line], total, allowed: allowed * 4, place + " sum")
                    for at in places {
                        let weight = exp(x[at] - total)
                        worst.note(soft[at], weight, allowed: allowed * (weight + 1e-6), place + " softmax")
                        worst.note(logs[at], x[at] - total, allowed: allowed * 8, place + " log-softmax")
                        let slopes = [dy[line] * weight, weight * (dy[at] - mean), dy[at] - weight * all]
                        for (found, slope) in zip([dSum, dSoft, dLogs], slopes) {
                            worst.note(found[at], old + slope, allowed: allowed * 4, place + " gradient")
                        }
                    }
                }
                for cells in [sum, soft, logs, dSum, dSoft, dLogs] where !cells.guardsIntact { intact = false }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("Infinite elements: all −∞ give −∞ and uniform weights, a +∞ gives +∞ and takes the weight")
    func infinities() {
        let nothing = -Double.infinity
        let lines: [(x: [Double], sum: Double, weights: [Double])] = [
            ([nothing, nothing, nothing, nothing], nothing, [0.25, 0.25, 0.25, 0.25]),
            ([1, .infinity, nothing, 2], .infinity, [0, 1, 0, 0]),
            ([nothing, 3, nothing, nothing], 3, [0, 1, 0, 0]),
            ([1e30, -1e30, nothing, 0], 1e30, [1, 0, 0, 0]),
        ]
        var worst = Worst()
        for table in allTables() {
            for inner in [1, 3] {
                for (number, line) in lines.enumerated() {
                    let x = table.cells(4 * inner) { line.x[$0 / inner] }, y = table.cells(inner)
                    let soft = table.cells(4 * inner), logs = table.cells(4 * inner), dx = table.cells(4 * inner)
                    let dy = table.cells(4 * inner) { _ in 2 }, dSoft = table.cells(4 * inner)
                    table.log_sum_exp(1, 4, inner, x.start, y.start)
                    table.softmax(1, 4, inner, x.start, soft.start)
                    table.log_softmax(1, 4, inner, x.start, logs.start)
                    table.log_sum_exp_backward(1, 4, inner, x.start, y.start, dy.start, dx.start, 0)
                    table.softmax_backward(1, 4, inner, soft.start, dy.start, dSoft.start, 0)
                    let place = "\(table.title) line \(number)", allowed = 4 * table.epsilon
                    worst.note(y[0], line.sum, allowed: allowed * abs(line.sum), place + " sum")
                    for at in 0..<4 * inner {
                        let weight = line.weights[at / inner]
                        worst.note(soft[at], weight, allowed: allowed, place + " softmax")
                        worst.note(dSoft[at], 0, allowed: allowed, place + " softmax gradient")
                        worst.note(exp(logs[at]), weight, allowed: 2 * allowed, place + " log-softmax")
                        worst.note(dx[at], number == 0 ? 0 : 2 * weight, allowed: allowed, place + " gradient")
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
    }

    @Test("NaN is passed on by log Σ exp and softmax")
    func notANumber() {
        for table in allTables() {
            for inner in [1, 3] {
                let x = table.cells(5 * inner) { $0 / inner == 2 ? .nan : 1 }, y = table.cells(inner)
                let soft = table.cells(5 * inner)
                table.log_sum_exp(1, 5, inner, x.start, y.start)
                table.softmax(1, 5, inner, x.start, soft.start)
                #expect(y[0].isNaN && soft[0].isNaN, "\(table.title)")
            }
        }
    }

    @Test("Maximum with its first index, running sum and its gradient")
    func maximumAndRunningSum() {
        var numbers = TestNumbers(2), worst = Worst(), intact = true
        for table in allTables() {
            for (number, e) in Self.extents.enumerated() {
                let (outer, count, inner) = (e.outer, e.count, e.inner), adds = number % 2
                // Few different values, so that there are ties.
                let x = numbers.list(e.size, -3, 3).map { $0.rounded() }
                let from = table.cells(e.size) { x[$0] }, y = table.cells(e.lines)
                let sums = table.cells(e.size), dx = table.cells(e.size) { _ in 1 }
                var index = [Int32](repeating: -1, count: e.lines)
                table.maximum_along(outer, count, inner, from.start, y.start, &index)
                table.running_sum(outer, count, inner, from.start, sums.start)
                table.running_sum_backward(outer, count, inner, from.start, dx.start, Int32(adds))
                for line in 0..<e.lines {
                    let places = e.line(line), place = "\(table.title) \(outer)×\(count)×\(inner) line \(line)"
                    let values = places.map { x[$0] }, greatest = values.max() ?? 0
                    worst.note(y[line], greatest, allowed: 0, place + " maximum")
                    let first = values.firstIndex(of: greatest) ?? -1
                    worst.note(Double(index[line]), Double(first), allowed: 0, place + " index")
                    for (k, at) in places.enumerated() {
                        worst.note(sums[at], values[...k].reduce(0, +), allowed: 0, place + " running sum")
                        let slope = Double(adds) + values[k...].reduce(0, +)
                        worst.note(dx[at], slope, allowed: 0, place + " gradient")
                    }
                }
                let second = table.cells(e.lines)
                table.maximum_along(outer, count, inner, from.start, second.start, nil)
                if second.values != y.values { intact = false }
                for cells in [y, sums, dx] where !cells.guardsIntact { intact = false }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("log-softmax of groups of features equals that of each group alone")
    func groups() {
        var numbers = TestNumbers(3), different: [String] = [], intact = true
        let widths = [2, 1, 17, 5, 16, 3], width = widths.reduce(0, +), rows = 7, stride = width + 4
        for table in allTables() {
            let x = numbers.list(rows * stride), dy = numbers.list(rows * width)
            let from = table.cells(x.count) { x[$0] }, upstream = table.cells(dy.count) { dy[$0] }
            let y = table.cells(rows * width), dx = table.cells(rows * stride) { _ in 3 }
            table.log_softmax_groups(rows, widths.count, widths, from.start, stride, y.start)
            table.log_softmax_groups_backward(
                rows, widths.count, widths, y.start, upstream.start, dx.start, stride, 1)
            for row in 0..<rows {
                var first = 0
                for group in widths {
                    let alone = table.cells(group), slope = table.cells(group) { _ in 3 }
                    table.log_softmax(1, group, 1, from.at(row * stride + first), alone.start)
                    table.log_softmax_backward(
                        1, group, 1, alone.start, upstream.at(row * width + first), slope.start, 1)
                    let (found, gradient) = (y.values, dx.values)
                    let (start, place) = (row * width + first, row * stride + first)
                    if Array(found[start..<start + group]) != alone.values { different.append("\(table.title) \(row)") }
                    if Array(gradient[place..<place + group]) != slope.values { different.append("gradient \(row)") }
                    first += group
                }
                if (width..<stride).contains(where: { dx[row * stride + $0] != 3 }) { intact = false }
            }
            if !(y.guardsIntact && dx.guardsIntact) { intact = false }
        }
        #expect(different.isEmpty, "\(different.prefix(5))")
        #expect(intact)
    }

    @Test("A line has the same bits wherever it stands")
    func independence() {
        var numbers = TestNumbers(4), different: [String] = []
        for table in allTables() {
            for e in Self.extents where e.count > 1 {
                let x = numbers.list(e.size, -5, 5), from = table.cells(e.size) { x[$0] }, whole = table.cells(e.size)
                table.softmax(e.outer, e.count, e.inner, from.start, whole.start)
                let last = (e.outer - 1) * e.count * e.inner, part = table.cells(e.count * e.inner)
                table.softmax(1, e.count, e.inner, from.at(last), part.start)
                if part.values != Array(whole.values[last...]) { different.append("\(table.title) \(e)") }
            }
        }
        #expect(different.isEmpty, "\(different.prefix(5))")
    }
}
