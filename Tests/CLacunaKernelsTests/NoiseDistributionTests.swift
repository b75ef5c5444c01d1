import CLacunaKernels
import Foundation
import Testing

/// Noise has the distributions it should have. Each test has a fixed key. The bounds on Kolmogorov and Smirnov's distance
/// (2.8 / sqrt n, or with the harmonic size for two samples) and on z-scores (5.2) each give a false alarm with a
/// probability below 4e-7; with 200,000 numbers a distance of 0.007 is found.
@Suite struct NoiseDistributionTests {
    private static let addresses = (0..<1000).map { UInt64($0) }
    private static let shape = lacuna_shape(rows: 1000, samples: 20, features: 10)

    private func sample(_ distribution: Distribution, key: UInt64, parameter: Float = 1, _ table: lacuna_kernels)
        -> [Double]
    {
        draw(distribution, Self.shape, key, Self.addresses, 0, table, parameters: [parameter]).map(Double.init)
    }

    @Test func uniformNormalExponential() {
        let cases: [(Distribution, @Sendable (Double) -> Double)] = [
            (.uniform, { $0 }),
            (.normal, { 0.5 * erfc(-$0 / 2.0.squareRoot()) }),
            (.exponential, { -expm1(-$0) }),
        ]
        for table in floatTables() {
            for (distribution, cdf) in cases {
                let numbers = sample(distribution, key: 1, table)
                #expect(scaledDistance(numbers, cdf) < 2.8, "\(table.title) \(distribution)")
            }
            let normal = sample(.normal, key: 2, table)
            let count = Double(normal.count)
            // Moments of the standard normal: the k-th power has variance (2k-1)!! - ((k-1)!!)² for even k.
            let moments: [(power: Double, mean: Double, variance: Double)] = [
                (1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96),
            ]
            for moment in moments {
                let mean = normal.reduce(0) { $0 + pow($1, moment.power) } / count
                let z = (mean - moment.mean) / (moment.variance / count).squareRoot()
                #expect(abs(z) < 5.2, "\(table.title) moment \(moment.power)")
            }
        }
    }

    @Test(arguments: [0.2, 0.5, 1, 3, 100] as [Float])
    func gamma(concentration: Float) {
        guard let table = floatTables().first else { return }
        let numbers = sample(.gamma, key: 3, parameter: concentration, table)
        #expect(scaledDistance(numbers) { incompleteGamma(Double(concentration), $0) } < 2.8)
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let z = (mean - Double(concentration)) / (Double(concentration) / Double(numbers.count)).squareRoot()
        #expect(abs(z) < 5.2)
    }

    @Test func studentT() {
        let cases: [(Float, @Sendable (Double) -> Double)] = [
            (1, { 0.5 + atan($0) / .pi }),
            (2, { 0.5 + $0 / (2 * (2 + $0 * $0).squareRoot()) }),
            (
                3,
                {
                    let scaled = $0 / 3.0.squareRoot()
                    return 0.5 + (scaled / (1 + scaled * scaled) + atan(scaled)) / .pi
                }
            ),
            (1e9, { 0.5 * erfc(-$0 / 2.0.squareRoot()) }),
        ]
        for table in floatTables() {
            for (degrees, cdf) in cases {
                let numbers = sample(.studentT, key: 4, parameter: degrees, table)
                #expect(scaledDistance(numbers, cdf) < 2.8, "\(table.title) \(degrees)")
            }
        }
    }

    /// The definition: a normal over the root of a scaled gamma, for degrees without a simple distribution function.
    @Test(arguments: [0.5, 7.3] as [Float])
    func studentTAgreesWithItsDefinition(degrees: Float) {
        guard let table = floatTables().first else { return }
        let direct = sample(.studentT, key: 5, parameter: degrees, table)
        let gamma = sample(.gamma, key: 6, parameter: degrees / 2, table)
        let half = Double(degrees) / 2
        let composed = zip(sample(.normal, key: 7, table), gamma).map { $0 / ($1 / half).squareRoot() }
        #expect(scaledDistance(direct, composed) < 2.8)
    }

    /// Neighbouring counters and keys: normals and their squares are uncorrelated.
    @Test func neighboursAreIndependent() {
        guard let table = floatTables().first else { return }
        let numbers = sample(.normal, key: 8, table)
        let other = sample(.normal, key: 9, table)
        let count = numbers.count
        for lag in [1, 2, 3, 4, 10, 200] {
            let pairs = (0..<count - lag).map { (numbers[$0], numbers[$0 + lag]) }
            #expect(abs(correlation(pairs)) < 5.2, "lag \(lag)")
            #expect(abs(correlation(pairs.map { ($0.0 * $0.0, $0.1 * $0.1) })) < 5.2, "squares, lag \(lag)")
        }
        let pairs = Array(zip(numbers, other))
        #expect(abs(correlation(pairs)) < 5.2)
        #expect(abs(correlation(pairs.map { ($0.0 * $0.0, $0.1 * $0.1) })) < 5.2)
    }
}

// MARK: - Statistics

/// The greatest distance between the empirical and the given distribution function, times sqrt(n).
private func scaledDistance(_ numbers: [Double], _ cdf: (Double) -> Double) -> Double {
    let count = Double(numbers.count)
    var worst = 0.0
    for (rank, number) in numbers.sorted().enumerated() {
        let p = cdf(number)
        // A NaN must not pass for a small distance.
        guard p.isFinite else { return .infinity }
        worst = max(worst, p - Double(rank) / count, Double(rank + 1) / count - p)
    }
    return worst * count.squareRoot()
}

/// The same of two samples, times the root of the harmonic size.
private func scaledDistance(_ a: [Double], _ b: [Double]) -> Double {
    let a = a.sorted()
    let b = b.sorted()
    guard a.allSatisfy({ !$0.isNaN }), b.allSatisfy({ !$0.isNaN }) else { return .infinity }
    var i = 0
    var j = 0
    var worst = 0.0
    while i < a.count && j < b.count {
        if a[i] <= b[j] { i += 1 } else { j += 1 }
        worst = max(worst, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    return worst * (Double(a.count) * Double(b.count) / Double(a.count + b.count)).squareRoot()
}

/// The coefficient of correlation times sqrt(n): a z-score where there is none.
private func correlation(_ pairs: [(Double, Double)]) -> Double {
    let count = Double(pairs.count)
    let meanX = pairs.reduce(0) { $0 + $1.0 } / count
    let meanY = pairs.reduce(0) { $0 + $1.1 } / count
    var xx = 0.0
    var yy = 0.0
    var xy = 0.0
    for (x, y) in pairs {
        xx += (x - meanX) * (x - meanX)
        yy += (y - meanY) * (y - meanY)
        xy += (x - meanX) * (y - meanY)
    }
    return xy / (xx * yy).squareRoot() * count.squareRoot()
}

/// The regularised lower incomplete gamma function: the power series below a + 1, Lentz's continued fraction above.
private func incompleteGamma(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1 {
        var term = 1 / a
        var sum = term
        var k = a
        while term > sum * 1e-16 {
            k += 1
            term *= x / k
            sum += term
        }
        return front * sum
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1..<500 {
        let step = -Double(i) * (Double(i) - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        h *= c * d
        if abs(c * d - 1) < 1e-15 { break }
    }
    return 1 - front * h
}
