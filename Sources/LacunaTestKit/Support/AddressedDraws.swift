import LacunaCore

/// Statistical comparison of shares of independent draws with probabilities: exact for any distribution and sample size.
enum ShareTest {
    /// The probability that one comparison raises a false alarm; a check makes fewer than a hundred.
    static let falseAlarmRate = 1e-8

    /// How many draws are compared: shares near ½ are told apart when they differ by .01, tails of .001 by a factor of 2.
    static let drawCount = 100_000

    /// Whether a share of `drawCount` draws may come from a probability, by Chernoff's bound.
    static func isPlausible(_ share: Double, _ probability: Double) -> Bool {
        let p = min(max(probability, 1e-12), 1 - 1e-12)
        func term(_ a: Double, _ b: Double) -> Double { a <= 0 ? 0 : a * Double.log(a / b) }
        let divergence = term(share, p) + term(1 - share, 1 - p)
        return Double(drawCount) * divergence <= Double.log(2 / falseAlarmRate)
    }

    /// Whether a weighted mean of the shares of several strata may come from a probability, by Hoeffding's inequality.
    static func isPlausibleOfStrata(_ share: Double, _ probability: Double) -> Bool {
        abs(share - probability) <= (Double.log(2 / falseAlarmRate) / (2 * Double(drawCount))).squareRoot()
    }
}

extension ConformanceReport {
    /// Draws come from the addressed stream: they differ between purposes, keys, rows and samples, and each is the same
    /// in any batch.
    ///
    /// - Parameter make: Draws of a purpose with a number of samples, as first output; rows must have equal inputs.
    mutating func requireAddressedDraws(
        strata: Int = 1, _ make: @escaping (_ purpose: String, _ sampleCount: Int) -> Experiment
    ) {
        attempt { report in
            let count = 32
            let experiment = make("a", count)
            let probe = try Probe(experiment, .float32)
            let draws = probe.run()[0]
            report.require(
                isSame(draws[...], probe.run()[0][...]), "draws differ between two runs from the same stream")
            report.require(
                try !isSame(draws[...], Probe(make("b", count), .float32).run()[0][...]),
                "draws ignore their purpose: two purposes have the same draws")
            let other = probe.run(stream: Probe.stream.child("other"))[0]
            report.require(
                !isSame(draws[...], other[...]), "draws ignore the random stream: two streams have the same draws")
            let width = draws.count / experiment.rowCount
            let rows = (0..<experiment.rowCount).map { draws[$0 * width..<($0 + 1) * width] }
            for a in rows.indices {
                for b in 0..<a where isSame(rows[a], rows[b]) {
                    report.fail("draws ignore the row: two rows with the same distribution have the same draws")
                }
            }
            let features = width / (count * strata)
            let samples = stride(from: rows[0].startIndex, to: rows[0].startIndex + count * features, by: features)
                .map { rows[0][$0..<$0 + features] }
            report.require(
                !samples.allSatisfy { isSame($0, samples[0]) },
                "draws ignore the sample: all samples of a row are the same")
            guard strata == 1 else { return }
            let half = try Probe(make("a", count / 2), .float32).run(firstSample: count / 2)[0]
            let halfWidth = half.count / experiment.rowCount
            for row in rows.indices {
                report.require(
                    isSame(rows[row].suffix(halfWidth), half[row * halfWidth..<(row + 1) * halfWidth]),
                    "a draw depends on how many samples are drawn with it, and not only on its own number")
            }
        }
        requireRowsIndependent(make("a", 5))
    }
}
