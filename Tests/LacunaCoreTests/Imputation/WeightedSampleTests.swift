import LacunaCore
import Testing

/// Quantiles and modes of weighted values, by hand.
@Suite struct WeightedSampleTests {
    @Test func quantilesByHand() {
        let sample = WeightedSample(values: [30, 10, 20, 40], weights: [1, 2, 4, 1])
        // Cumulative shares in order: 10 → .25, 20 → .75, 30 → .875, 40 → 1.
        let wanted: [(Double, Double)] = [
            (0.01, 10), (0.25, 10), (0.26, 20), (0.5, 20), (0.75, 20), (0.76, 30), (0.875, 30), (0.9, 40), (0.99, 40),
        ]
        for (level, value) in wanted { #expect(sample.quantile(level) == value, "level \(level)") }
        #expect(WeightedSample(values: [7], weights: [0.3]).quantile(0.5) == 7)
    }

    @Test func weightsOfZeroDoNotCount() {
        let sample = WeightedSample(values: [1, 2, 3, 4, 5], weights: [0, 0, 1, 0, 0])
        #expect(sample.quantile(0.01) == 3 && sample.quantile(0.5) == 3 && sample.quantile(0.99) == 3)
        #expect(sample.mode() == 3)
    }

    /// A weight of 2 is the same as a value that stands twice.
    @Test func wholeWeightsAreRepeats() {
        var stream = RandomStream(seed: 3)
        let values = (0..<40).map { _ in stream.normal() }
        let weights = (0..<40).map { _ in stream.integer(below: 4) + 1 }
        let weighted = WeightedSample(values: values, weights: weights.map { Double($0) })
        let repeated = zip(values, weights).flatMap { [Double](repeating: $0, count: $1) }
        let plain = WeightedSample(values: repeated, weights: [Double](repeating: 1, count: repeated.count))
        for level in [0.013, 0.21, 0.5, 0.777, 0.99] { #expect(weighted.quantile(level) == plain.quantile(level)) }
    }

    @Test func modesByHand() {
        func mode(_ values: [Double]) -> Double {
            WeightedSample(values: values, weights: [Double](repeating: 1, count: values.count)).mode()
        }
        #expect(mode([5]) == 5)
        #expect(mode([1, 4]) == 2.5)
        // Half of six: 2, 2.25, 2.5; half of three: two of them, the first pair at a tie.
        #expect(mode([9, 0, 2.25, 2, 2.5, 5]) == 2.125)
        #expect(mode([0, 1, 1, 8, 9, 20]) == 1)
        #expect(mode([3, 3, 3, 3]) == 3)
        #expect(WeightedSample(values: [0, 10, 20], weights: [1, 8, 1]).mode() == 10)
        #expect(WeightedSample(values: [0, 10, 11, 20], weights: [1, 3, 3, 1]).mode() == 10.5)
    }

    /// The mode of a skew density lies where the density is largest, far from mean and median. (Log-normal with
    /// parameters 1 and 1: mode 1, median 2.7, mean 4.5. Half-sample modes of 20,000 draws spread by about .15.)
    @Test func modesOfSkewSamples() {
        var stream = RandomStream(seed: 4)
        let values = (0..<20_000).map { _ in Double.exp(1 + stream.normal()) }
        let sample = WeightedSample(values: values, weights: [Double](repeating: 0.5, count: values.count))
        #expect(abs(sample.mode() - 1) < 0.8)
        // The median's standard error is 2.7 · 1.2533 / √20000 = .024; 5.2 of them.
        #expect(abs(sample.quantile(0.5) - Double.exp(1)) < 0.125)
    }
}
