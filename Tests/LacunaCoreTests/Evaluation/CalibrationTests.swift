import LacunaCore
import LacunaTensors
import Testing

/// Calibration of draws over a table.
@Suite struct CalibrationTests {
    /// Columns: x and z continuous, y binary; z of the last row was never there.
    private static let small = Dataset(
        layout: FeatureLayout(columns: [("x", .continuous, 1), ("z", .continuous, 1), ("y", .binary, 1)]), rowCount: 3,
        values: [0, 4, 1, 1, 5, 0, 2, 0, 1], observed: [1, 1, 1, 1, 1, 1, 1, 0, 1])

    @Test func figuresByHand() throws {
        // Removed: x and y of row 1, z and y of row 2; z of row 3 is not there to be removed.
        let kept = [false, true, false, true, false, false, true, false, true]
        let draws: [[Float]] = [
            [-1, 4, 0, 1, 5.5, 1, 2, 80, 1], [1, 4, 1, 1, 5.7, 0, 2, 90, 1], [3, 4, 1, 1, 5.9, 1, 2, 70, 1],
        ]
        let calibration = try #require(Calibration(draws: draws, dataset: Self.small, kept: kept))
        // x: truth 0 among −1, 1 and 3 has rank 1, [.25, .5]. z: truth 5 is below all, [0, .25].
        #expect(abs(calibration.coverage50 - (1 + 0) / 2) < 1e-15)
        #expect(abs(calibration.coverage90 - (1 + 0.8) / 2) < 1e-15)
        // x: 5 / 3 − 16 / 12; z: .7 − 1.6 / 12. Float has .7 and .9 to 1e-7.
        let expected = (5.0 / 3 - 16.0 / 12 + 0.7 - 1.6 / 12) / 2
        #expect(abs(calibration.continuousRankedProbabilityScore - expected) < 1e-6)
        // x: means 2/3, 4/3 and 2 around the truth 1. z: means 4.75, 4.85 and 4.95, (1 + 1/3) B = .0133, half-width
        // 4.3 · .115 = .5, which holds 4.5.
        #expect(calibration.meanCoverage == 1 && calibration.meanCoverageBetween == 1)

        let far: [[Float]] = draws.map { draw in draw.enumerated().map { $0 == 4 ? $1 + 2 : $1 } }
        let other = try #require(Calibration(draws: far, dataset: Self.small, kept: kept))
        #expect(other.meanCoverageBetween == 0.5)
    }

    @Test func nothingToMeasureIsNil() {
        let kept = [true, true, false, true, true, false, true, false, true]
        let draws = [Self.small.values, Self.small.values]
        #expect(Calibration(draws: draws, dataset: Self.small, kept: kept) == nil)
        let removed = [Bool](repeating: false, count: 9)
        #expect(Calibration(draws: [Self.small.values], dataset: Self.small, kept: removed) == nil)
        #expect(Calibration(draws: draws, dataset: Self.small, kept: removed) != nil)
    }

    /// Normal truths, and normal draws of another spread.
    private func calibration(spread: Double) throws -> Calibration {
        var stream = RandomStream(seed: 5)
        let rowCount = 20_000, drawCount = 20
        let layout = FeatureLayout(columns: [("x", .continuous, 1)])
        let dataset = Dataset(
            layout: layout, rowCount: rowCount, values: (0..<rowCount).map { _ in Float(stream.normal()) },
            observed: [UInt8](repeating: 1, count: rowCount))
        let draws = (0..<drawCount).map { _ in (0..<rowCount).map { _ in Float(spread * stream.normal()) } }
        return try #require(
            Calibration(draws: draws, dataset: dataset, kept: [Bool](repeating: false, count: rowCount)))
    }

    /// False alarm below 1e-6: 4.9 standard errors. A share has a variance below that of a coin; the score of N(0, 1) for
    /// its own draws has the mean 1/√π and a standard deviation below .6.
    @Test func exchangeableDrawsAreCalibrated() throws {
        let calibration = try calibration(spread: 1)
        func bound(_ variance: Double) -> Double { 4.9 * (variance / 20_000).squareRoot() }
        #expect(abs(calibration.coverage50 - 0.5) < bound(0.25), "\(calibration)")
        #expect(abs(calibration.coverage90 - 0.9) < bound(0.09), "\(calibration)")
        #expect(
            abs(calibration.continuousRankedProbabilityScore - 1 / Double.pi.squareRoot()) < bound(0.36),
            "\(calibration)")
    }

    /// Half the spread covers less, twice the spread more, and both score worse.
    ///
    /// The expectations are Σ_r P(r) of the share of rank r, with P(r) = ∫ Bin(r; 20, Φ(y / s)) φ(y) dy by the trapezoidal
    /// rule, and √(2 (1 + s²) / π) − s/√π, the score that N(0, s²) has for N(0, 1). The margins are 4.9 standard errors of
    /// 20 000 cells, whose standard deviations come from the same sums and, for the score, lie below .6.
    @Test func wrongSpreadIsSeen() throws {
        let narrow = try calibration(spread: 0.5)
        #expect(abs(narrow.coverage50 - 0.27295) < 0.0151 && abs(narrow.coverage90 - 0.62731) < 0.0166, "\(narrow)")
        #expect(abs(narrow.continuousRankedProbabilityScore - 0.60997) < 0.021, "\(narrow)")
        let wide = try calibration(spread: 2)
        #expect(abs(wide.coverage50 - 0.77034) < 0.0138 && abs(wide.coverage90 - 0.99296) < 0.0028, "\(wide)")
        #expect(abs(wide.continuousRankedProbabilityScore - 0.65574) < 0.021, "\(wide)")
    }
}
