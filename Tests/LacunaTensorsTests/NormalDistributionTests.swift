import Testing

@testable import LacunaTensors

/// Mills' ratio of the standard normal distribution.
@Suite struct NormalDistributionTests {
    /// Distance and tail over density: √(π/2) erfc(x/√2) exp(x²/2) with mpmath 1.3.0 at 60 digits; for 1e5 by quadrature
    /// of ∫ exp(−p) / √(x² + 2p) dp.
    private static let golden = [
        (0.0, 1.2533141373155003), (0.001, 1.252314763639392), (0.25, 1.0378245758537268), (1.0, 0.6556795424187984),
        (1.96, 0.4277462562135858), (3.5, 0.26656776896822376), (5.0, 0.19280810471531576),
        (8.25, 0.11950448239925296), (15.0, 0.06637423582325018), (38.0, 0.026297602974252963),
        (100.0, 0.009999000299850106), (100000.0, 9.999999999e-06),
    ]

    @Test func agreesWithGoldenValues() {
        for (distance, expected) in Self.golden {
            let deviation = abs(NormalDistribution.tailOverDensity(distance) / expected - 1)
            #expect(deviation < 1e-15, "at \(distance): \(deviation)")
        }
        #expect(abs(NormalDistribution.tailOverDensity(1e75) * 1e75 - 1) < 1e-15)
    }
}
