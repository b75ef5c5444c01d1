import Lacuna
import LacunaTestKit
import Testing

@Suite struct CategoricalObservationTests {
    @Test func keepsItsContract() {
        let report = checkObservationModel(CategoricalObservation())
        #expect(report.passed, "\(report)")
    }

    @Test(arguments: [(Precision.float64, 1e-12), (.float32, 1e-6)])
    func agreesWithGoldenValues(_ precision: Precision, _ allowed: Double) throws {
        var worst = 0.0
        for point in GoldenLogDensities.categorical {
            let values = point.logits.indices.map { $0 == point.category ? 1.0 : 0 }
            let found = try logDensity(
                CategoricalObservation(), kind: .categorical, head: point.logits, values: values,
                widths: [point.logits.count], precision: precision)
            worst = max(worst, deviation(found, point.logDensity))
        }
        #expect(worst <= allowed)
    }

    /// Each column has a softmax of its own.
    @Test func columnsAddUp() throws {
        let both = try logDensity(
            CategoricalObservation(), kind: .categorical, head: [0.5, -0.25, 2, 0, 1, -1],
            values: [0, 0, 0, 1, 0, 1], widths: [4, 2])
        let wanted = -2.38107997133931 - Double.log(onePlus: Double.exp(2))
        #expect(abs(both - wanted) < 1e-12)
    }

    // MARK: Missing cells

    private static let widths = [3, 2]
    private static let head = [0.5, -0.25, 2, 1, -1.5]
    private static let probe = MissingCellProbe(
        model: CategoricalObservation(), kind: .categorical, widths: widths, head: head)

    /// Each column's features in a list over all features.
    private static func columns(_ numbers: [Double]) -> [[Double]] { [Array(numbers[0..<3]), Array(numbers[3..<5])] }

    private static func softmax(_ logits: [Double]) -> [Double] {
        let top = logits.max() ?? 0
        let total = logits.reduce(0) { $0 + Double.exp($1 - top) }
        return logits.map { Double.exp($0 - top) / total }
    }

    /// The mean of a logistic curve over all categories, and the probabilities that it tilts.
    @Test func curvesAreSummedOverCategories() throws {
        let slope = [1.5, -4, 0.25, 3, -2], offset = [-0.5, 1]
        var logMeans: [Double] = [], tilted: [Double] = []
        for (column, (logits, slopes)) in zip(Self.columns(Self.head), Self.columns(slope)).enumerated() {
            let shares = zip(Self.softmax(logits), slopes).map { $0 * sigmoid($1 + offset[column]) }
            let total = shares.reduce(0, +)
            logMeans.append(Double.log(total))
            tilted += shares.map { $0 / total }
        }
        for wanted in [[1, 1], [1, 0], [0, 1], [0, 0]] as [[Double]] {
            let found = try #require(try Self.probe.curve(slope: slope, offset: offset, wanted: wanted))
            #expect(abs(found.logMean - zip(logMeans, wanted).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12, "\(wanted)")
            #expect(zip(found.tilted, tilted).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    /// Draws are those of `sample`; their gradient is that of the softmax of (logit + Gumbel noise) / ⅔.
    @Test func theGradientOfDrawsIsThatOfTheRelaxation() throws {
        let weights = [1, -2.5, 0.5, 2, -1], count = 30
        let found = try Self.probe.draws(count: count, weights: weights) { $0.exponentialNoise($1, purpose: $2) }
        #expect(found.exact == found.relaxed)
        #expect(Set(found.exact) == [0, 1])
        var worst = 0.0
        for cell in found.gradient.indices {
            let (sample, feature) = cell.quotientAndRemainder(dividingBy: 5)
            let noise = Array(found.noise[sample * 5..<sample * 5 + 5])
            let expected = difference(Self.head, feature) { moved in
                let scores = zip(moved, noise).map { ($0 - Double.log($1)) * 1.5 }
                let relaxed = Self.columns(scores).flatMap(Self.softmax)
                return zip(weights, relaxed).reduce(0) { $0 + $1.0 * $1.1 }
            }
            worst = max(worst, abs(found.gradient[cell] - expected))
        }
        #expect(worst < 1e-8)
    }
}
