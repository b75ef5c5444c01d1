import Lacuna
import Testing

/// Simulation-based calibration (Talts et al. 2018): where rows come from the model itself, the rank of a cell that was
/// hidden among draws of it given the rest of its row is uniform.
///
/// 900 rows of the bimodal model under three patterns, 19 draws a row: 600 ranks of each continuous cell, on 0 … 19. The
/// chi-square statistic with 19 degrees of freedom stays below 70, which has a false-alarm rate of 9e-8, for two cells a
/// test. Detected with probability .99: draws whose deviation is too small by three tenths, or whose mean is off by .45
/// deviations, over rows of every kind; `NonLinearSamplerTests` look more sharply, but at two rows.
@Suite struct SimulationBasedCalibrationTests {
    static let patterns: [[UInt8]] = [[1, 0, 1, 0, 0, 0], [0, 1, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]]
    static let limit = 70.0

    @Test(arguments: ExactSampler.all) func ranksAreUniform(sampler: ExactSampler) throws {
        let bimodal = try BimodalModel()
        let rowCount = 900, width = OneLatentModel.featureCount
        let truth = try bimodal.rows(rowCount, seed: 37)
        let dataset = Dataset(
            layout: bimodal.model.layout, rowCount: rowCount, values: truth.flatMap { $0.map { Float($0) } },
            observed: (0..<rowCount).flatMap { Self.patterns[$0 % Self.patterns.count] })
        let made = try sampler.sampler()
        let run = ImputationRun(
            model: bimodal.model, store: bimodal.store, sampler: made,
            request: ImputationRequest(drawCount: ExactSampler.drawCount, isDiagnosed: false),
            batchSize: max(16, made.preferredBatchSize), stream: RandomStream(seed: 41))
        let draws = try run.complete(dataset).draws
        for feature in 0..<2 {
            var counts = [Double](repeating: 0, count: ExactSampler.drawCount + 1)
            for row in 0..<rowCount where dataset.observed[row * width + feature] == 0 {
                let place = row * width + feature
                let hidden = Float(truth[row][feature])
                counts[draws.count { $0[place] < hidden }] += 1
            }
            let expected = counts.reduce(0, +) / Double(counts.count)
            let statistic = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
            #expect(statistic < Self.limit, "chi-square is \(statistic) for column \(feature): \(counts)")
        }
    }
}
