import CLacunaKernels
import Foundation
import Testing

/// Log-densities and their gradients against formulas in Float64.
struct LogDensityTests {
    private static let densities = [lacuna_density_gaussian, lacuna_density_student_t, lacuna_density_bernoulli]
    private static let shapes = [
        lacuna_shape(rows: 3, samples: 4, features: 11), lacuna_shape(rows: 1, samples: 1, features: 1),
        lacuna_shape(rows: 2, samples: 3, features: 16), lacuna_shape(rows: 4, samples: 1, features: 37),
        lacuna_shape(rows: 1, samples: 5, features: 129),
    ]

    /// The log-density of one value, in plain formulas.
    private static func reference(_ density: lacuna_density, _ x: Double, _ p: [Double]) -> Double {
        switch density {
        case lacuna_density_gaussian:
            let y = (x - p[0]) / p[1]
            return -y * y / 2 - log(p[1]) - log(2 * Double.pi) / 2
        case lacuna_density_student_t:
            let y = (x - p[0]) / p[1], nu = p[2]
            // Beyond 1e5 the difference of lgamma cancels; its expansion does not.
            let far: Double = -1 / (4 * nu) + 1 / (24 * nu * nu * nu)
            let near: Double = lgamma((nu + 1) / 2) - lgamma(nu / 2) - log(nu / 2) / 2
            let tail: Double = (nu + 1) / 2 * log1p(y * y / nu)
            return (nu < 1e5 ? near : far) - log(2 * Double.pi) / 2 - log(p[1]) - tail
        default:
            let near = log1p(exp(-abs(p[0])))
            return -(1 - x) * (max(p[0], 0) + near) - x * (max(-p[0], 0) + near)
        }
    }

    /// An input with some cells unobserved and NaN in them, and everything that the kernels compute from it.
    private struct Problem {
        let table: lacuna_kernels
        let density: lacuna_density
        let shape: lacuna_shape
        let valueLayout: Layout
        let parameterLayouts: [Layout]
        var value: [Double]
        var observed: [Double]
        var parameters: [[Double]]
        var upstream: [Double]
        var accumulates = true

        init(
            _ table: lacuna_kernels, _ density: lacuna_density, _ shape: lacuna_shape, _ numbers: inout TestNumbers,
            parameterLayouts: [Layout]? = nil
        ) {
            self.table = table
            self.density = density
            self.shape = shape
            valueLayout = shape.layout(shape.features, 0, 1)
            self.parameterLayouts = parameterLayouts ?? [shape.contiguous, shape.contiguous, shape.contiguous]
            let binary = density == lacuna_density_bernoulli
            value = numbers.list(valueLayout.count, binary ? 0 : -3, binary ? 1 : 3)
            observed = numbers.list(valueLayout.count).map { $0 > -0.3 ? 1 : 0 }
            let counts = self.parameterLayouts.map(\.count)
            parameters = [
                numbers.list(counts[0], -2, 2), numbers.list(counts[1], 0.2, 2), numbers.list(counts[2], 0.5, 30),
            ]
            upstream = numbers.list(shape.rows * shape.samples)
        }

        var parameterCount: Int {
            density == lacuna_density_student_t ? 3 : density == lacuna_density_gaussian ? 2 : 1
        }

        func logDensity() -> Cells {
            let x = table.cells(value.count) { value[$0] }, seen = table.cells(observed.count) { observed[$0] }
            let p = parameters.map { list in table.cells(list.count) { list[$0] } }
            let operands = (0..<3).map { p[$0].operand(parameterLayouts[$0]) }
            let y = table.cells(shape.rows * shape.samples)
            table.log_density(
                density, shape, x.operand(valueLayout), seen.operand(valueLayout), operands[0], operands[1],
                operands[2], y.start)
            return withExtendedLifetime(p) { y }
        }

        /// The gradients by the value and the parameters, added to 0 or in place of 7.
        func gradients() -> [Cells] {
            let x = table.cells(value.count) { value[$0] }, seen = table.cells(observed.count) { observed[$0] }
            let p = parameters.map { list in table.cells(list.count) { list[$0] } }
            let operands = (0..<3).map { p[$0].operand(parameterLayouts[$0]) }
            let dy = table.cells(upstream.count) { upstream[$0] }, old = accumulates ? 0.0 : 7
            let dx = table.cells(value.count), dp = p.map { table.cells($0.count) { _ in old } }
            let destinations = (0..<3).map { dp[$0].gradient(parameterLayouts[$0], accumulate: accumulates) }
            table.log_density_backward(
                density, shape, x.operand(valueLayout), seen.operand(valueLayout), operands[0], operands[1],
                operands[2], dy.start, dx.gradient(valueLayout, accumulate: true), destinations[0], destinations[1],
                destinations[2])
            return withExtendedLifetime(p) { [dx] + dp }
        }
    }

    @Test("Sums over the observed features agree with the formulas, with NaN in all other cells")
    func values() {
        var numbers = TestNumbers(1), worst = Worst(), intact = true
        for table in allTables() {
            for density in Self.densities {
                for shape in Self.shapes {
                    var problem = Problem(table, density, shape, &numbers)
                    var expected = [Double](repeating: 0, count: shape.rows * shape.samples), size = expected
                    shape.forEach { cell, row, sample, feature in
                        let at = problem.valueLayout.index(row, sample, feature), line = row * shape.samples + sample
                        guard problem.observed[at] != 0 else {
                            for index in 0..<3 { problem.parameters[index][cell] = .nan }
                            problem.value[at] = .nan
                            return
                        }
                        let term = Self.reference(density, problem.value[at], problem.parameters.map { $0[cell] })
                        expected[line] += term
                        size[line] += abs(term) + 1
                    }
                    let found = problem.logDensity()
                    for line in expected.indices {
                        let allowed = 16 * table.epsilon * size[line]
                        let place = "\(table.title) density \(density.rawValue) \(shape) line \(line)"
                        worst.note(found[line], expected[line], allowed: allowed, place)
                    }
                    let gradients = problem.gradients()
                    if !(found.guardsIntact && gradients.allSatisfy(\.guardsIntact)) { intact = false }
                    shape.forEach { cell, row, sample, feature in
                        let at = problem.valueLayout.index(row, sample, feature)
                        guard problem.observed[at] == 0 else {
                            if gradients[0][at].isNaN { intact = false }
                            return
                        }
                        let leaked = gradients[1...].contains { $0[cell] != 0 } || gradients[0][at] != 0
                        if leaked { intact = false }
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
        #expect(intact)
    }

    @Test("Gradients in Float64 agree with central differences, those in Float32 with Float64")
    func gradients() {
        var numbers = TestNumbers(2), worst = Worst()
        let exact = lacuna_kernels_double().pointee
        for density in Self.densities {
            for shape in Self.shapes.prefix(3) {
                let broadcast = [shape.layout(0, 0, 1), shape.layout(shape.samples, 1, 0), shape.layout(0, 0, 0)]
                for layouts in [nil, broadcast] {
                    var problem = Problem(exact, density, shape, &numbers, parameterLayouts: layouts)
                    problem.accumulates = layouts != nil
                    let found = problem.gradients()
                    for source in 0...problem.parameterCount {
                        for at in 0..<found[source].count {
                            func total(_ step: Double) -> Double {
                                var moved = problem
                                if source == 0 { moved.value[at] += step }
                                if source > 0 { moved.parameters[source - 1][at] += step }
                                let y = moved.logDensity()
                                return problem.upstream.indices.reduce(0) { $0 + problem.upstream[$1] * y[$1] }
                            }
                            let h = 1e-4
                            let difference = (8 * (total(h) - total(-h)) - (total(2 * h) - total(-2 * h))) / (12 * h)
                            worst.note(
                                found[source][at], difference, allowed: 1e-7 * (1 + abs(difference)),
                                "density \(density.rawValue) source \(source) at \(at) \(shape)")
                        }
                    }
                    for table in floatTables() {
                        var same = Problem(table, density, shape, &numbers, parameterLayouts: layouts)
                        (same.value, same.observed, same.parameters) =
                            (problem.value, problem.observed, problem.parameters)
                        (same.upstream, same.accumulates) = (problem.upstream, problem.accumulates)
                        for (source, single) in same.gradients().enumerated() {
                            for at in 0..<single.count {
                                let (place, right) = ("\(table.title) \(density.rawValue) \(source)", found[source][at])
                                worst.note(single[at], right, allowed: 1e-4 * (0.1 + abs(right)), place)
                            }
                        }
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
    }

    /// One cell: log-density and its slopes by value, location, scale and degrees.
    private func cell(_ table: lacuna_kernels, _ density: lacuna_density, _ numbers: [Double]) -> [Double] {
        let shape = lacuna_shape(rows: 1, samples: 1, features: 1), layout = shape.contiguous
        let c = numbers.map { number in table.cells(1) { _ in number } }
        let y = table.cells(1), one = table.cells(1) { _ in 1 }, slopes = (0..<4).map { _ in table.cells(1) }
        let absent = lacuna_operand(values: nil, strides: layout.strides)
        let operands = c.map { $0.operand(layout) }, to = slopes.map { $0.gradient(layout, accumulate: false) }
        table.log_density(density, shape, operands[0], absent, operands[1], operands[2], operands[3], y.start)
        table.log_density_backward(
            density, shape, operands[0], absent, operands[1], operands[2], operands[3], one.start, to[0], to[1], to[2],
            to[3])
        return withExtendedLifetime(c) { [y[0]] + slopes.map { $0[0] } }
    }

    @Test("Student's t in Float32 stays accurate from 0.01 to 1e8 degrees and out to 1e8 scales")
    func studentExtremes() {
        var worst = Worst()
        for table in floatTables() {
            for degrees in [0.01, 0.1, 0.5, 1, 2, 3.5, 10, 30, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8] {
                for y in [0, 0.01, 0.3, 1, 1.5, 3, 10, 100, 1e4, 1e6, 1e8] {
                    for scale in [1e-6, 1, 1e3] {
                        let input = [Double(Float(y * scale)), 0, Double(Float(scale)), Double(Float(degrees))]
                        let right = studentSlopes(x: input[0], scale: input[2], degrees: input[3])
                        let found = cell(table, lacuna_density_student_t, input)
                        let place = "\(table.title) degrees \(degrees) y \(y) scale \(scale)"
                        worst.note(found[0], right[0], allowed: 2e-6 * (1 + abs(right[0])), place)
                        for index in 1...4 {
                            let unit = index == 4 ? right[5] : abs(right[index]) + (index == 3 ? 0.01 / scale : 0)
                            worst.note(found[index], right[index], allowed: 1e-5 * unit, place + " slope \(index)")
                        }
                    }
                }
            }
        }
        #expect(worst.ratio <= 1, "\(worst.place)")
    }

    /// The log-density at location 0, its slopes, and the size of the terms of the last slope.
    private func studentSlopes(x: Double, scale: Double, degrees nu: Double) -> [Double] {
        let y = x / scale, u = y * y / nu, v = u / (1 + u)
        // Differences that cancel are replaced by their series: of digamma, and of log(1+u) − u/(1+u).
        var steps = 0.0, n = nu
        while n < 60 {
            steps += 1 / (n * (n + 1) * (n + 2))
            n += 2
        }
        let square: Double = n * n
        let remainder: Double = steps + (0.25 - (0.125 - 0.25 / square) / square) / square
        let series: Double = u * u * (0.5 - u * (2.0 / 3 - u * (3.0 / 4 - u * 4 / 5)))
        let tail: Double = u < 1e-3 ? series : log1p(u) - v
        let byX: Double = -(nu + 1) / nu * y / (1 + u) / scale
        let byScale: Double = ((nu + 1) * v - 1) / scale
        return [
            Self.reference(lacuna_density_student_t, x, [0, scale, nu]), byX, -byX, byScale,
            remainder - (tail - v / nu) / 2, remainder + tail / 2 + v / nu / 2,
        ]
    }

    @Test("A Bernoulli cell keeps its tails: −exp(−l) at large l, and 0 at an infinite logit that agrees")
    func bernoulliTails() {
        for table in allTables() {
            let tail = cell(table, lacuna_density_bernoulli, [1, 30, 1, 1])
            #expect(abs(tail[0] / -exp(-30) - 1) < 1e-5, "\(table.title)")
            #expect(abs(tail[2] / exp(-30) - 1) < 1e-5, "\(table.title)")
            #expect(cell(table, lacuna_density_bernoulli, [0, 200, 1, 1])[0] == -200)
            #expect(cell(table, lacuna_density_bernoulli, [1, .infinity, 1, 1])[0] == 0)
            #expect(cell(table, lacuna_density_bernoulli, [0, -.infinity, 1, 1])[0] == 0)
            #expect(cell(table, lacuna_density_bernoulli, [1, -.infinity, 1, 1])[0] == -.infinity)
        }
    }

    @Test("A row has the same bits whatever rows stand beside it")
    func independence() {
        var numbers = TestNumbers(3), different: [String] = []
        let shape = lacuna_shape(rows: 6, samples: 3, features: 21)
        let single = lacuna_shape(rows: 1, samples: 3, features: 21)
        for table in allTables() {
            for density in Self.densities {
                var problem = Problem(table, density, shape, &numbers)
                problem.accumulates = false
                let whole = problem.logDensity().values, slopes = problem.gradients().map(\.values)
                for row in 0..<6 {
                    var alone = Problem(table, density, single, &numbers)
                    alone.accumulates = false
                    alone.value = Array(problem.value[row * 21..<row * 21 + 21])
                    alone.observed = Array(problem.observed[row * 21..<row * 21 + 21])
                    alone.parameters = problem.parameters.map { Array($0[row * 63..<row * 63 + 63]) }
                    alone.upstream = Array(problem.upstream[row * 3..<row * 3 + 3])
                    let gradients = alone.gradients().map(\.values)
                    let place = "\(table.title) density \(density.rawValue) row \(row)"
                    if alone.logDensity().values != Array(whole[row * 3..<row * 3 + 3]) { different.append(place) }
                    if gradients[0] != Array(slopes[0][row * 21..<row * 21 + 21]) { different.append(place + " value") }
                    for source in 1...problem.parameterCount
                    where gradients[source] != Array(slopes[source][row * 63..<row * 63 + 63]) {
                        different.append(place + " slope \(source)")
                    }
                }
            }
        }
        #expect(different.isEmpty, "\(different.prefix(5))")
    }
}
