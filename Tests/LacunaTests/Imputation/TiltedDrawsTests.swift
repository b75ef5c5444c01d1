import Foundation
import Lacuna
import Testing

/// Draws of missing cells given latents and that they are missing, by rejection.
///
/// Standard errors are those of independent draws; six of them make false alarms of less than 1e-7 in 20 comparisons.
@Suite struct TiltedDrawsTests {
    static let observed: [Double] = [0, 0, 0, 0, 0, 0]
    static let limit = 6.0

    private static func rows(_ bimodal: BimodalModel, _ patterns: [[Double]]) -> ConditionalRows {
        let dataset = Dataset(
            layout: bimodal.model.layout, rowCount: patterns.count,
            values: patterns.flatMap { _ in NonLinearSamplerTests.row.map { Float($0) } },
            observed: patterns.flatMap { $0.map { UInt8($0) } })
        let rows = ConditionalRows(
            model: bimodal.model, store: bimodal.store, request: ImputationRequest(), stream: RandomStream(seed: 73))
        rows.load(Array(patterns.indices)[...], of: dataset, addresses: dataset.rowAddresses())
        return rows
    }

    private static func draws(_ bimodal: BimodalModel, latent: Double, count: Int) throws -> [[Double]] {
        let latents = [Double](repeating: latent, count: count)
        return try rows(bimodal, [observed]).tiltedDraws(given: latents, count: count)[0].map { $0.map { Double($0) } }
    }

    /// Means and mean squares of every feature, and the products of those that are independent given z.
    @Test(arguments: [-1.2, 0.4]) func momentsAreThoseOfTheTiltedColumns(_ latent: Double) throws {
        let bimodal = try BimodalModel(masking: BimodalModel.masking)
        let draws = try Self.draws(bimodal, latent: latent, count: 8000)
        let hidden = [Double](repeating: 0, count: OneLatentModel.featureCount)
        let cells = BimodalModel.MaskedCells(
            try bimodal.example.decode(latent, hidden, hidden).mean, Array(0..<6), BimodalModel.masking)
        func compare(_ exact: Double, _ name: String, _ statistic: ([Double]) -> Double) {
            let (mean, error) = meanAndError(draws.map(statistic))
            #expect(abs(mean - exact) < Self.limit * error, "\(name): \(mean) ± \(error) for \(exact)")
        }
        for feature in 0..<6 {
            compare(cells.mean[feature], "the mean of \(feature)") { $0[feature] }
            if feature < 2 { compare(cells.squares[feature], "the square of \(feature)") { $0[feature] * $0[feature] } }
        }
        for (i, j) in [(0, 1), (0, 2), (1, 3), (2, 4)] {
            compare(cells.mean[i] * cells.mean[j], "the product of \(i) and \(j)") { $0[i] * $0[j] }
        }
    }

    /// Cells that are missing with a probability of one in a million: of 2048 candidates none is accepted, and the largest
    /// weigh most. The mean of the exact distribution is missed by its bias, which is small beside the tilt.
    @Test func cellsThatAreHardlyEverMissingAreWeighed() throws {
        let masking = KnownMasking(slopes: [3, 0, 0, 0, 0, 0], offsets: [-16, 0, 0, 0])
        let bimodal = try BimodalModel(masking: masking)
        let draws = try Self.draws(bimodal, latent: 0, count: 400)
        let hidden = [Double](repeating: 0, count: OneLatentModel.featureCount)
        let cells = BimodalModel.MaskedCells(
            try bimodal.example.decode(0, hidden, hidden).mean, Array(0..<6), masking)
        #expect(cells.masses[0] < 1e-4)
        let (mean, error) = meanAndError(draws.map { $0[0] })
        #expect(cells.mean[0] - cells.location[0] > 0.3)
        #expect(abs(mean - cells.mean[0]) < Self.limit * error + 0.05, "\(mean) ± \(error) for \(cells.mean[0])")
    }

    /// Bit for bit: alone and beside others, and of any number.
    @Test func drawsDependOnTheirRowAlone() throws {
        let bimodal = try BimodalModel(masking: BimodalModel.masking)
        let patterns = [[1, 0, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0]].map { $0.map { Double($0) } }
        let latents = (0..<40).map { Double($0) / 20 - 1 }
        let together = try Self.rows(bimodal, patterns).tiltedDraws(given: latents + latents + latents, count: 40)
        for (row, pattern) in patterns.enumerated() {
            let alone = try Self.rows(bimodal, [pattern]).tiltedDraws(given: latents, count: 40)[0]
            #expect(alone == together[row])
            let few = try Self.rows(bimodal, [pattern]).tiltedDraws(given: Array(latents[..<17]), count: 17)[0]
            #expect(few == Array(alone[..<17]))
            #expect(Set(alone.map { $0[1] }).count > 20)
        }
    }

    @Test func logOddsOfWholeRowsAreRefused() throws {
        var masking = BimodalModel.masking
        masking.hidesLogOdds = true
        let bimodal = try BimodalModel(masking: masking, integration: .exact)
        let error = #expect(throws: LacunaError.self) { try Self.draws(bimodal, latent: 0, count: 1) }
        #expect(error?.description.contains("model.missingness is knownMasking; choose a sampler") == true)
    }
}
