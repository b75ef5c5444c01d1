import CLacunaKernels
import Foundation
import Testing

/// Kernels on flat buffers against loops in Float64.
struct OptimizerKernelTests {
    private static let counts = Array(1...40) + [127, 128, 129, 4095, 4097, 10_001]

    @Test("Adam with and without the running maximum, decay and a gradient scale")
    func adam() {
        var numbers = TestNumbers(1), worst = Worst(), intact = true
        for table in allTables() {
            for count in Self.counts {
                for largest in [false, true] {
                    let g = numbers.list(count), p = numbers.list(count), m = numbers.list(count)
                    let v = numbers.list(count, 0, 1), peak = numbers.list(count, 0, 1)
                    let gradient = table.cells(count) { g[$0] }, parameter = table.cells(count) { p[$0] }
                    let first = table.cells(count) { m[$0] }, second = table.cells(count) { v[$0] }
                    let top = table.cells(count) { peak[$0] }
                    let step = lacuna_adam_step(
                        learning_rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, correction1: 1.7, correction2: 3.1,
                        gradient_scale: 0.5, weight_decay: 0.125)
                    table.adam(
                        count, step, gradient.start, parameter.start, first.start, second.start,
                        largest ? top.start : nil)
                    for i in 0..<count {
                        let slope = 0.5 * g[i], mean = 0.9 * m[i] + 0.1 * slope
                        let square = 0.99 * v[i] + 0.01 * slope * slope, used = largest ? max(peak[i], square) : square
                        let change = 0.01 * 1.7 * mean / (sqrt(used * 3.1) + 1e-3) + 0.01 * 0.125 * p[i]
                        let allowed = 8 * table.epsilon, place = "\(table.title) \(count) at \(i)"
                        worst.note(first[i], mean, allowed: allowed, place + " first")
                        worst.note(second[i], square, allowed: allowed, place + " second")
                        worst.note(top[i], largest ? used : peak[i], allowed: allowed, place + " largest")
                        worst.note(parameter[i], p[i] - change, allowed: allowed, place)
                    }
                    for cells in [parameter, first, second, top] where !cells.guardsIntact { intact = false }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("Stochastic gradient descent with and without momentum")
    func sgd() {
        var numbers = TestNumbers(2), worst = Worst(), intact = true
        for table in allTables() {
            for count in Self.counts {
                for momentum in [0, 0.75] {
                    let g = numbers.list(count), p = numbers.list(count), v = numbers.list(count)
                    let gradient = table.cells(count) { g[$0] }, parameter = table.cells(count) { p[$0] }
                    let velocity = table.cells(count) { v[$0] }
                    table.sgd(
                        count, 0.1, momentum, 2, gradient.start, parameter.start, momentum > 0 ? velocity.start : nil)
                    for i in 0..<count {
                        let step = (momentum > 0 ? momentum * v[i] : 0) + 2 * g[i]
                        let allowed = 8 * table.epsilon, place = "\(table.title) \(count) at \(i)"
                        worst.note(parameter[i], p[i] - 0.1 * step, allowed: allowed, place)
                        worst.note(velocity[i], momentum > 0 ? step : v[i], allowed: allowed, place + " velocity")
                    }
                    if !(parameter.guardsIntact && velocity.guardsIntact) { intact = false }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("Sums of buffers, squares and weighted samples")
    func sums() {
        var numbers = TestNumbers(3), worst = Worst(), intact = true
        for table in allTables() {
            for count in Self.counts {
                let place = "\(table.title) \(count)", sources = (0..<4).map { _ in numbers.list(count) }
                let buffers = sources.map { source in table.cells(count) { source[$0] } }
                let y = table.cells(count)
                let foundSquares = withExtendedLifetime(buffers) {
                    table.sum_buffers(count, 4, buffers.map { UnsafeRawPointer($0.start) }, y.start)
                    return table.sum_of_squares(count, buffers[0].start)
                }
                let squares = sources[0].reduce(0) { $0 + $1 * $1 }
                worst.note(foundSquares, squares, allowed: 1e-12 * squares, place + " squares")
                // Four samples of `count` features, one after the other with a gap.
                let stride = count + 2, x = numbers.list(4 * stride), weights = numbers.list(4)
                let samples = table.cells(x.count) { x[$0] }, weight = table.cells(4) { weights[$0] }
                let total = table.cells(count) { _ in 1 }
                table.weighted_sum(4, count, weight.start, samples.start, stride, total.start)
                for i in 0..<count {
                    let sum = sources.reduce(0) { $0 + $1[i] }
                    worst.note(y[i], sum, allowed: 16 * table.epsilon, place + " sum")
                    let expected = (0..<4).reduce(1) { $0 + weights[$1] * x[$1 * stride + i] }
                    worst.note(total[i], expected, allowed: 16 * table.epsilon, place + " weighted")
                }
                if !(y.guardsIntact && total.guardsIntact) { intact = false }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("One number that is not finite is found wherever it stands")
    func finiteness() {
        var wrong: [String] = []
        for table in allTables() {
            for count in [1, 5, 16, 17, 40] {
                let x = table.cells(count) { _ in 1e30 }
                if table.all_finite(count, x.start) != 1 { wrong.append("\(table.title) \(count)") }
                for at in 0..<count {
                    for bad in [Double.nan, .infinity, -.infinity] {
                        x[at] = bad
                        let found = table.all_finite(count, x.start) == 0
                        if !found { wrong.append("\(table.title) \(count) \(bad) at \(at)") }
                        x[at] = 0
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
}
