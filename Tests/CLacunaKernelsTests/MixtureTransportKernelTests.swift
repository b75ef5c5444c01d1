import CLacunaKernels
import Foundation
import Testing

/// The gradients of a normal mixture's parameters through its draws: closed forms, and the tables among one another.
///
/// LacunaTensorsTests compare whole mixtures with 200-digit numbers and numerical derivatives.
struct MixtureTransportKernelTests {
    /// One component a number: log-weights, locations and scales of a mixture over one latent; its gradients.
    private static func gradient(
        _ table: lacuna_kernels, at z: Double, logWeights: [Double], locations: [Double], scales: [Double]
    ) -> (logWeights: [Double], locations: [Double], scales: [Double]) {
        let problem = MixtureTransportProblem(
            shape: lacuna_shape(rows: 1, samples: 1, features: 1), latent: [z], upstream: [1],
            parameters: [logWeights, locations, scales])
        let found = problem.gradients(table)
        return (found[0].values, found[1].values, found[2].values)
    }

    /// w_k (Φ_k − F) / f and its like, with weights, densities and masses of the C library.
    @Test("One latent: the formulas of the distribution function")
    func oneLatent() {
        var numbers = TestNumbers(1), worst = Worst()
        for components in [1, 2, 3, 5, 9] {
            for _ in 0..<40 {
                let logWeights = numbers.list(components, -2, 2), locations = numbers.list(components, -2, 2)
                let scales = numbers.list(components, 0.3, 2), z = numbers.list(1, -3, 3)[0]
                let t = (0..<components).map { (z - locations[$0]) / scales[$0] }
                let weights = logWeights.map { exp($0) }
                let parts = (0..<components).map { weights[$0] * exp(-t[$0] * t[$0] / 2) / scales[$0] }
                let density = parts.reduce(0, +), total = weights.reduce(0, +)
                let masses = t.map { erfc(-$0 / 2.0.squareRoot()) / 2 }
                let mass = zip(weights, masses).map { $0 * $1 }.reduce(0, +) / total
                // Where the density is low, the masses of the reference have cancelled.
                let cancelled = 1e-15 * (total / density)
                for table in allTables() {
                    let found = Self.gradient(
                        table, at: z, logWeights: logWeights, locations: locations, scales: scales)
                    let relative = 2 * table.epsilon + 1e-13, place = "\(table.title), \(components) at \(z)"
                    for k in 0..<components {
                        let share = parts[k] / density
                        let odds = -weights[k] * (masses[k] - mass) * (2 * Double.pi).squareRoot() / density
                        worst.note(found.locations[k], share, allowed: relative, place)
                        worst.note(found.scales[k], share * t[k], allowed: relative * (1 + abs(t[k])), place)
                        worst.note(found.logWeights[k], odds, allowed: relative * (1 + abs(odds)) + cancelled, place)
                    }
                }
            }
        }
        #expect(worst.ratio <= 1 && worst.ratio > 0, "\(worst.place)")
    }

    /// Mills' ratio by distance, with mpmath 1.3.0 at 60 digits: √(π/2) erfc(x/√2) exp(x²/2); for 1e5 by quadrature
    /// of ∫ exp(−p) / √(x² + 2p) dp.
    private static let tails = [
        (0.0, 1.2533141373155003), (0.25, 1.0378245758537268), (1.0, 0.6556795424187984), (3.5, 0.26656776896822376),
        (5.0, 0.19280810471531576), (8.25, 0.11950448239925296), (15.0, 0.06637423582325018),
        (100.0, 0.009999000299850106), (100000.0, 9.999999999e-06),
    ]

    /// Beside a component that is out of reach, the odds of the other move by half the tail over the density.
    @Test("Tails keep their relative precision where masses underflow")
    func tails() {
        var worst = Worst()
        for table in allTables() {
            for (distance, tail) in Self.tails {
                for side in [-1.0, 1] {
                    let found = Self.gradient(
                        table, at: side * distance, logWeights: [0, 0], locations: [0, -60 * side], scales: [1, 1])
                    let allowed = (table.epsilon + 2e-15) * tail
                    let place = "\(table.title) at \(side * distance)"
                    worst.note(found.logWeights[0], side * tail / 2, allowed: allowed, place)
                    worst.note(found.logWeights[1], -side * tail / 2, allowed: allowed, place)
                }
            }
        }
        #expect(worst.ratio <= 1 && worst.ratio > 0, "\(worst.place)")
    }

    /// The weight given a draw that has the same distance from two components, and a draw that is nearer to one.
    @Test("Weights keep their relative precision over the range of numbers")
    func weights() {
        var worst = Worst()
        for table in allTables() {
            for exponent in stride(from: -30.0, through: 30, by: 1.5) {
                let scale = Double(Float(pow(10, exponent)))
                let found = Self.gradient(table, at: 0, logWeights: [0, 0], locations: [0, 0], scales: [1, scale])
                let place = "\(table.title), scale \(scale)", relative = table.epsilon + 1e-13
                worst.note(found.locations[0], scale / (1 + scale), allowed: relative * scale / (1 + scale), place)
                worst.note(found.locations[1], 1 / (1 + scale), allowed: relative / (1 + scale), place)
            }
            for step in 0..<35 {
                let z = Double(step) / 8, odds = exp(-20 * z)
                let found = Self.gradient(table, at: z, logWeights: [0, 0], locations: [10, -10], scales: [1, 1])
                let place = "\(table.title), z = \(z)", relative = table.epsilon + 1e-13
                worst.note(found.locations[0], 1 / (1 + odds), allowed: relative, place)
                worst.note(found.locations[1], odds / (1 + odds), allowed: relative * odds, place)
            }
        }
        #expect(worst.ratio <= 1 && worst.ratio > 0, "\(worst.place)")
    }

    private static let shapes = [
        lacuna_shape(rows: 1, samples: 1, features: 1), lacuna_shape(rows: 3, samples: 5, features: 4),
        lacuna_shape(rows: 19, samples: 2, features: 3), lacuna_shape(rows: 8, samples: 1, features: 10),
        lacuna_shape(rows: 2, samples: 37, features: 2),
    ]

    @Test("All tables agree, however operands lie and whatever the lanes are")
    func tablesAgree() {
        var numbers = TestNumbers(3), worst = Worst(), intact = true
        let exact = lacuna_kernels_double().pointee
        for shape in Self.shapes {
            for components in [1, 2, 5] {
                for sharing in MixtureTransportProblem.Sharing.allCases {
                    let problem = MixtureTransportProblem(shape, components: components, sharing, &numbers)
                    let expected = problem.gradients(exact), summed = problem.summed(exact)
                    for input in expected.indices {
                        let size = expected[input].values.map(abs).max() ?? 0
                        let place = "\(shape), \(components) components, \(sharing), input \(input)"
                        // Sample by sample and row by row, added up in the order of their indices.
                        for (index, value) in expected[input].values.enumerated() {
                            worst.note(value, summed[input][index], allowed: 1e-13 * (size + 1), "\(place), by parts")
                        }
                        if !expected[input].guardsIntact { intact = false }
                    }
                    for table in floatTables() {
                        for (input, found) in problem.gradients(table).enumerated() {
                            let size = expected[input].values.map(abs).max() ?? 0
                            if !found.guardsIntact { intact = false }
                            for (index, value) in expected[input].values.enumerated() {
                                let place = "\(table.title), \(shape), \(components) components, \(sharing)"
                                let allowed = table.epsilon * abs(value) + 1e-12 * (size + 1)
                                worst.note(found[index], value, allowed: allowed, "\(place), input \(input), \(index)")
                            }
                        }
                    }
                }
            }
        }
        #expect(worst.ratio <= 1 && worst.ratio > 0, "\(worst.place)")
        #expect(intact)
    }

    @Test("What is wanted is replaced or added to, and nothing else is written")
    func requests() {
        var numbers = TestNumbers(4)
        let problem = MixtureTransportProblem(
            lacuna_shape(rows: 3, samples: 4, features: 3), components: 3, .none,
            &numbers)
        for table in allTables() {
            let replaced = problem.gradients(table, from: 7),
                added = problem.gradients(table, from: 7, accumulate: true)
            for input in 0..<3 {
                let differs = zip(replaced[input].values, added[input].values).contains {
                    abs($0 + 7 - $1) > 4 * table.epsilon * (7 + abs($0))
                }
                #expect(!differs, "\(table.title), input \(input)")
                let alone = problem.gradients(table, wanted: [input])
                for other in 0..<3 {
                    let expected = other == input ? replaced[input].bytes : alone[other].bytes.map { _ in 0 }
                    #expect(alone[other].bytes == expected, "\(table.title), input \(input) alone")
                }
            }
        }
    }

    @Test("Parameters may lie component by component or latent by latent")
    func transposedParameters() {
        var numbers = TestNumbers(6)
        let problem = MixtureTransportProblem(
            lacuna_shape(rows: 3, samples: 4, features: 3), components: 5, .none, &numbers)
        var turned = problem
        turned.isTransposed = true
        for input in 1...2 { turned.parameters[input] = problem.transposed(problem.parameters[input]) }
        for table in allTables() {
            let straight = problem.gradients(table), found = turned.gradients(table)
            #expect(found[0].bytes == straight[0].bytes, "\(table.title)")
            for input in 1...2 {
                #expect(found[input].values == problem.transposed(straight[input].values), "\(table.title)")
            }
        }
    }

    /// Half way between components, which no draw of narrow ones reaches: ratios pass their limits feature by feature.
    @Test("Nothing overflows where ratios are beyond all reason", arguments: [1e-100, 1e-30, 1e-4, 1, 1e30])
    func extremes(scale: Double) {
        let latents = 12
        let problem = MixtureTransportProblem(
            shape: lacuna_shape(rows: 1, samples: 1, features: latents),
            latent: [Double](repeating: 0, count: latents), upstream: [Double](repeating: 1, count: latents),
            parameters: [
                [0, 0], (0..<2 * latents).map { $0 < latents ? 50 : -50 },
                [Double](repeating: scale, count: 2 * latents),
            ])
        for table in allTables() {
            let found = problem.gradients(table)
            #expect(found.allSatisfy { $0.values.allSatisfy(\.isFinite) }, "\(table.title)")
        }
    }

    @Test("A row has the same bits alone, elsewhere, and beside rows of NaN", arguments: [3, 18])
    func rowsAreIndependent(samples: Int) {
        var numbers = TestNumbers(5)
        let shape = lacuna_shape(rows: 21, samples: samples, features: 3), components = 4
        var problem = MixtureTransportProblem(
            shape, components: components, .none, &numbers)
        for table in allTables() {
            let whole = problem.gradients(table)
            var ill = problem
            for row in stride(from: 1, to: 21, by: 2) { ill.latent[row * samples * 3] = .nan }
            let beside = ill.gradients(table)
            var differing: [String] = []
            for row in 0..<21 {
                let alone = problem.row(row).gradients(table)
                for input in 0..<3 {
                    let width = whole[input].bytes.count / 21, own = row * width..<(row + 1) * width
                    if Array(whole[input].bytes[own]) != alone[input].bytes { differing.append("row \(row) alone") }
                    if row % 2 == 0, beside[input].bytes[own] != whole[input].bytes[own] {
                        differing.append("row \(row) beside NaN")
                    }
                }
                let cells = components * row..<components * (row + 1)
                if row % 2 == 1, !beside[0].values[cells].allSatisfy(\.isNaN) { differing.append("row \(row) is ill") }
            }
            #expect(differing.isEmpty, "\(table.title)")
        }
        // A component of weight 0 is none.
        problem.parameters[0] = problem.parameters[0].indices.map {
            $0 % components == 3 ? -.infinity : problem.parameters[0][$0]
        }
        let exact = lacuna_kernels_double().pointee
        let found = problem.gradients(exact)
        let fewer = problem.dropping(component: 3).gradients(exact)
        let left = found[0].values.indices.filter { $0 % components != 3 }.map { found[0].values[$0] }
        #expect(zip(left, fewer[0].values).allSatisfy { abs($0 - $1) < 1e-13 * (1 + abs($1)) })
        let gone = found[1].values.indices.filter { $0 / 3 % components == 3 }.map { found[1].values[$0] }
        #expect(gone.allSatisfy { $0 == 0 })
    }
}
