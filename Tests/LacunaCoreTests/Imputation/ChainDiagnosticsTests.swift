import Foundation
import LacunaCore
import LacunaTensors
import Testing

/// How well chains agree, and what they are worth.
@Suite struct ChainDiagnosticsTests {
    /// y_t = ρ y_(t−1) + e_t from 0, the steps e_t made of fractional parts, around a level of the chain's own.
    private static func chain(_ chain: Int, _ length: Int, _ correlation: Double, _ distance: Double) -> [Double] {
        let place = Double(chain)
        var value = 0.0
        return (1...length).map { step in
            let time = Double(step)
            let first = (time * 0.6180339887498949 + place * 0.7548776662466927).truncatingRemainder(dividingBy: 1)
            let second =
                (time * time * 0.3819660112501051 + place * 0.5698402909980532).truncatingRemainder(dividingBy: 1)
            value = correlation * value + (first - 0.5) + (second - 0.5)
            return value + distance * place
        }
    }

    /// Against an independent implementation: numpy 2.4, with autocovariances by Fourier transforms, from BDA3 section 11.4
    /// and Vehtari et al. 2021, equations 10 to 13; arviz 0.23 gives the same split-R̂ to all digits. They include an odd
    /// length, one chain, antithetic chains (held to N log10 N), chains apart, and the shortest there are.
    @Test func anotherImplementationAgrees() throws {
        let wanted: [(Int, Int, Double, Double, reduction: Double, size: Double)] = [
            (4, 100, 0.6, 0, 1.0136791600477724, 157.55239289904415),
            (2, 101, 0.9, 0.05, 1.0863528221475063, 6.964157948324659),
            (1, 500, 0.3, 0, 0.9982309404853981, 395.06304662357905),
            (3, 40, -0.7, 0, 0.9781782243693531, 249.50174952571496),
            (4, 50, 0.5, 0.8, 2.7350759993047693, 2.3243410622355567), (2, 4, 0.5, 0, 1.3439482011950903, 8),
        ]
        for (count, length, correlation, distance, reduction, size) in wanted {
            let chains = (0..<count).map { Self.chain($0, length, correlation, distance) }
            let found = try #require(ChainDiagnostics.splitPotentialScaleReduction(chains))
            #expect(abs(found - reduction) < 1e-9, "\(count) chains of \(length): \(found)")
            let worth = ChainDiagnostics.effectiveSampleSize(chains)
            #expect(abs(worth - size) < 1e-9 * size, "\(count) chains of \(length): \(worth)")
        }
    }

    /// Autoregressive chains of N numbers are worth N (1 − ρ)/(1 + ρ). Of 4 chains of 20,000 steps the estimate has a
    /// relative standard deviation of 1.1, 2.1 and 4.5 % at these ρ and a bias below .5 % (of 300 repetitions in numpy); the
    /// mean of 8 has at most 1.6 %, of which nearly six are allowed: false alarms below 1e-7.
    @Test(arguments: [0, 0.5, 0.9]) func autoregressiveChainsAreWorthWhatTheoryGives(_ correlation: Double) {
        var stream = RandomStream(seed: 41)
        var ratios: [Double] = []
        for _ in 0..<8 {
            let chains = (0..<4).map { _ in
                var value = stream.normal() / (1 - correlation * correlation).squareRoot()
                return (0..<20_000).map { _ in
                    value = correlation * value + stream.normal()
                    return value
                }
            }
            let exact = 80_000 * (1 - correlation) / (1 + correlation)
            ratios.append(ChainDiagnostics.effectiveSampleSize(chains) / exact)
            let reduction = ChainDiagnostics.splitPotentialScaleReduction(chains) ?? 0
            #expect(abs(reduction - 1) < 0.01, "\(reduction)")
        }
        let mean = ratios.reduce(0, +) / 8
        #expect(abs(mean - 1) < 0.1, "\(ratios)")
    }

    /// y_t = .9 y_(t−1) + normal steps: (1 − .9) / (1 + .9) of its length. By blocks as well as step by step, within a fifth:
    /// over seeds the ratio of the two has a standard deviation of about .03.
    @Test func longChainsAreWorthWhatTheoryGives() {
        var random = RandomStream(seed: 7)
        for length in [4_000, 20_000] {
            let chains = (0..<2).map { _ in
                var value = 0.0
                return (0..<length).map { _ in
                    value = 0.9 * value + random.normal()
                    return value
                }
            }
            let share = ChainDiagnostics.effectiveSampleSize(chains) / Double(2 * length)
            #expect(abs(share * 19 - 1) < 0.2, "\(length) steps: \(share)")
        }
    }

    @Test func chainsThatDisagreeAreNoticed() throws {
        var stream = RandomStream(seed: 42)
        let apart = [0.0, 10].map { level in (0..<200).map { _ in level + stream.normal() } }
        #expect(try #require(ChainDiagnostics.splitPotentialScaleReduction(apart)) > 5)
        #expect(ChainDiagnostics.effectiveSampleSize(apart) < 5)
        // One chain that has moved only once disagrees with itself.
        let moved = [(0..<200).map { ($0 < 100 ? 0 : 10) + stream.normal() }]
        #expect(try #require(ChainDiagnostics.splitPotentialScaleReduction(moved)) > 5)
        #expect(ChainDiagnostics.effectiveSampleSize(moved) < 5)
    }

    /// .1 has no exact binary form: its sum over many steps is rounded, and yet nothing varies.
    @Test(arguments: [0, 0.1, -1e30, 1e-300]) func whatNeverVariesIsWorthAll(_ level: Double) {
        for length in [4, 7, 50] {
            let chains = [[Double]](repeating: [Double](repeating: level, count: length), count: 3)
            #expect(ChainDiagnostics.splitPotentialScaleReduction(chains) == 1)
            #expect(ChainDiagnostics.effectiveSampleSize(chains) == Double(3 * length))
        }
    }

    @Test func chainsThatAreStuckApartAreInfinitelyOff() {
        let stuck = [[Double](repeating: 0.1, count: 50), [Double](repeating: 0.3, count: 50)]
        #expect(ChainDiagnostics.splitPotentialScaleReduction(stuck) == .infinity)
        #expect(ChainDiagnostics.effectiveSampleSize(stuck) < 5)
    }

    /// Of an odd length the number in the middle belongs to neither half.
    @Test func theMiddleOfOddLengthsIsLeftOut() {
        let even = [[0.0, 1, 2, 1, 0, 3], [2.0, 1, 0, 2, 1, 1]]
        let odd = even.map { $0.prefix(3) + [1e6] + $0.suffix(3) }
        #expect(
            ChainDiagnostics.splitPotentialScaleReduction(odd.map { Array($0) })
                == ChainDiagnostics.splitPotentialScaleReduction(even))
    }

    @Test func shortChainsCannotTell() {
        for chains in [[], [[]], [[1.0, 2, 3]], [[1, 2], [3, 4]]] as [[[Double]]] {
            #expect(ChainDiagnostics.splitPotentialScaleReduction(chains) == nil)
            #expect(ChainDiagnostics.effectiveSampleSize(chains) == Double(chains.count * (chains.first?.count ?? 0)))
        }
    }

    @Test(arguments: [Double.nan, .infinity]) func whatIsNotFiniteIsWorthNothing(_ number: Double) {
        let chains = [[0.0, 1, 2, 3, 2, 1], [1, number, 0, 1, 2, 3]]
        #expect(ChainDiagnostics.splitPotentialScaleReduction(chains) == .infinity)
        #expect(ChainDiagnostics.effectiveSampleSize(chains) == 0)
    }
}
