import LacunaTensors
import Testing

/// Points of Student's t by the mass below them.
@Suite struct StudentTQuantileTests {
    /// Probability, ν, quantile.
    ///
    /// Made with mpmath 1.3.0 at 60 digits on the exact doubles: the root of log(tail) = log(probability) by `findroot`,
    /// with the tail of `StudentTDistributionTests` (for infinite ν, erfc(t/√2)/2), printed as the nearest double.
    /// scipy.stats.t.ppf 1.17.1 gives the same to 2e-14.
    private static let golden: [(Double, Double, Double)] = [
        (0.025, 0.3, -6582.035699400776), (0.975, 1.0, 12.706204736174694), (0.95, 2.0, 2.9199855803537242),
        (0.975, 2.5, 3.5746548420036817), (0.995, 3.7, 4.8692522532278275), (1e-10, 4.0, -416.1751403296041),
        (0.9, 7.25, 1.409884895325902), (0.025, 15.9, -2.120989403162301), (0.975, 16.1, 2.118835675685556),
        (0.6, 28.4, 0.25573325538245506), (0.9995, 30.0, 3.6459586350420627), (1e-300, 50.0, -6675289.062943936),
        (0.975, 123.456, 1.979366056167078), (0.05, 1000.0, -1.6463788172854648),
        (0.975, 1_000_000.0, 1.9599663568141066), (1e-12, 1e9, -7.034483914083288), (0.975, 1e15, 1.9599639845400563),
        (0.975, .infinity, 1.9599639845400538), (1e-20, .infinity, -9.262340089798407),
        (0.0005, 0.1, -1.64293192260256e+29), (0.25, 0.02, -80261139063973.19),
    ]

    @Test func agreesWithGoldenValues() {
        for (probability, degrees, quantile) in Self.golden {
            let value = StudentTDistribution(degreesOfFreedom: degrees).quantile(probability)
            // A power law of exponent 1/ν multiplies the rounding of the logarithm.
            let limit = 1e-13 * max(1, 1 / degrees)
            #expect(abs(value / quantile - 1) < limit, "p = \(probability), ν = \(degrees): \(value)")
        }
        let middle = StudentTDistribution(degreesOfFreedom: 5).quantile(0.501)
        #expect(abs(middle - 0.002634309180336605) < 1e-15)
    }

    /// The mass below the quantile is the probability it was asked for, over all magnitudes of both.
    @Test func massBelowUndoesIt() {
        var worst = 0.0
        for degrees in [0.1, 0.7, 1, 3.3, 15.999, 16, 40, 777.7, 1e8, .infinity] {
            let distribution = StudentTDistribution(degreesOfFreedom: degrees)
            var last = -Double.infinity
            for probability in [1e-15, 1e-9, 1e-4, 0.01, 0.2, 0.49, 0.5, 0.51, 0.8, 0.99, 0.9999] {
                let quantile = distribution.quantile(probability)
                #expect(quantile > last, "rising, p = \(probability), ν = \(degrees)")
                last = quantile
                worst = max(worst, abs(distribution.massBelow(quantile) / probability - 1))
            }
        }
        #expect(worst < 1e-13)
    }

    @Test func endsAndMistakes() {
        let distribution = StudentTDistribution(degreesOfFreedom: 4)
        #expect(distribution.quantile(0) == -.infinity && distribution.quantile(1) == .infinity)
        #expect(distribution.quantile(0.5) == 0)
        for probability in [-0.1, 1.1, .nan] { #expect(distribution.quantile(probability).isNaN) }
        for degrees in [0, -1, Double.nan] {
            #expect(StudentTDistribution(degreesOfFreedom: degrees).quantile(0.3).isNaN)
        }
        // Further out than numbers reach.
        for degrees in [1e-3, 1e-200, Double.leastNonzeroMagnitude] {
            #expect(StudentTDistribution(degreesOfFreedom: degrees).quantile(0.975) == .infinity)
        }
        #expect(StudentTDistribution(degreesOfFreedom: 1).quantile(1e-160) == -.infinity)
    }
}
