import Foundation
import LacunaCore
import Testing

/// Units and means of log-likelihoods, by hand.
@Suite struct LogLikelihoodsTests {
    /// Only observed continuous cells have a unit; columns are found whatever their order.
    @Test func continuousCellsChangeUnits() {
        let schema = Schema(columns: [
            Column(name: "town", kind: .categorical, categories: ["a", "b", "c"]),
            Column(name: "height", kind: .continuous, mean: 170, standardDeviation: 8),
            Column(name: "name", kind: .ignore),
            Column(name: "smoker", kind: .binary, categories: ["no", "yes"]),
            Column(name: "weight", kind: .continuous, mean: 70, standardDeviation: 0.5),
        ])
        let dataset = Dataset(
            layout: FeatureLayout(schema), rowCount: 3, values: [Float](repeating: 0, count: 18),
            observed: [1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1])
        let figures = LogLikelihoods(standardised: [-1, -2, -3], dataset: dataset, schema: schema, atoms: .none)
        #expect(figures.standardised == [-1, -2, -3])
        let expected = [-1 - log(8.0) + log(2.0), -2 - log(8.0), -3]
        #expect(zip(figures.original, expected).allSatisfy { abs($0 - $1) < 1e-14 })
    }

    /// A density in the units of the file is that of the number itself.
    @Test func theDensityOfANumberIsFound() {
        let column = Column(name: "x", kind: .continuous, mean: 3, standardDeviation: 2)
        func logNormal(_ x: Double, _ mean: Double, _ deviation: Double) -> Double {
            -0.5 * (x - mean) * (x - mean) / (deviation * deviation) - log(deviation) - 0.5 * log(2 * .pi)
        }
        // N(1, .5²) in standardised units is N(5, 1) in those of the file.
        let standardised = logNormal(column.standardised(4.5), 1, 0.5)
        #expect(abs(standardised + column.logUnitChange - logNormal(4.5, 5, 1)) < 1e-14)
        #expect(Column(name: "b", kind: .binary, standardDeviation: 7).logUnitChange == 0)
    }

    @Test func meansHaveStandardErrors() {
        let mean = RowMean([1, 2, 3, 6])
        #expect(mean.mean == 3)
        // Squares of deviations: 4 + 1 + 0 + 9 = 14; 14/3 is the variance, 14/12 that of the mean.
        #expect(abs((mean.standardError ?? 0) - (14.0 / 12).squareRoot()) < 1e-15)
        #expect(RowMean([5]).mean == 5 && RowMean([5]).standardError == nil)
    }
}
