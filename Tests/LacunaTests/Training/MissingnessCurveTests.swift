import Foundation
import Lacuna
import Testing

@testable import LacunaCore

/// Curves of missingness against numbers formed by hand.
@Suite struct MissingnessCurveTests {
    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// Two continuous columns, a binary one and one of three categories; the second column is never missing.
    private func example() throws -> (model: ComposedModel, store: ParameterStore, dataset: Dataset) {
        var model = try OneLatentModel(GaussianObservation()).model
        model.missingness = SelfMasking()
        let store = ParameterStore(precision: .float64)
        let bound = ImportanceWeightedBound(importanceSampleCount: 1, gradient: Choice(TotalGradient()))
        try model.initialise(store, bound: bound, from: RandomStream(seed: 2))
        try store.set("missingness.slope", [2, 7, -0.5, 0.3, -1, 1.5])
        try store.set("missingness.threshold", [0.25, 9, 0.4])
        var values: [Float] = [], observed: [UInt8] = []
        for row in 0..<22 {
            // 0 … 20 in an order of its own; the last row's cells are missing.
            values += [Float(row * 8 % 21), 1, 1, 0, 1, 0]
            observed += row == 21 ? [0, 1, 0, 0, 0, 0] : [1, 1, 1, 1, 1, 1]
        }
        return (model, store, Dataset(layout: model.layout, rowCount: 22, values: values, observed: observed))
    }

    @Test func curvesAreThoseByHand() throws {
        let (model, store, dataset) = try example()
        let curves = try #require(try MissingnessCurve.curves(of: model, store, in: dataset))
        #expect(curves.map(\.column) == ["first", "third", "fourth"])
        #expect(curves.map(\.isDirectionFree) == [true, true, false])
        #expect(curves.map(\.direction) == [1, -1, 0])
        // Quantiles of 0, 1, …, 20 lie at 1, 10 and 19.
        #expect(curves[0].points.map(\.value) == [1, 10, 19])
        for point in curves[0].points {
            #expect(abs(point.probability - sigmoid(2 * (point.value - 0.25))) < 1e-12)
        }
        #expect(abs(try #require(curves[0].threshold) - 0.25) < 1e-12)
        #expect(abs(curves[0].rise - (sigmoid(37.5) - sigmoid(1.5))) < 1e-12)
        #expect(curves.allSatisfy { abs(($0.missingShare ?? 0) - 1.0 / 22) < 1e-12 })
        #expect(curves[1].points.map(\.value) == [0, 1])
        for (value, point) in zip([0.0, 1], curves[1].points) {
            #expect(abs(point.probability - sigmoid(-0.5 * (value - 0.4))) < 1e-12)
        }
        #expect(curves[2].points.map(\.value) == [0, 1, 2] && curves[2].threshold == nil)
        for (slope, point) in zip([0.3, -1, 1.5], curves[2].points) {
            #expect(abs(point.probability - sigmoid(slope)) < 1e-12)
        }
    }

    /// The probability of the model itself: log p(s | x) of a row with and without the cell.
    @Test func theyAgreeWithTheModel() throws {
        let (model, store, dataset) = try example()
        let curves = try #require(try MissingnessCurve.curves(of: model, store, in: dataset))
        let tape = Tape(store: store)
        let pattern = tape.input("pattern", TensorShape(rows: 2, features: 4))
        let values = tape.input("values", TensorShape(rows: 2, features: 6))
        let logProbability = model.missingness.logProbability(
            of: pattern, given: values, for: model.layout.entries, in: ParameterScope(tape, group: .missingness))
        let workspace = Workspace(try tape.finish(outputs: [logProbability]))
        let row = [-0.7, 0.3, 1, 0, 0, 1.0]
        workspace.write(row + row, to: values.view)
        for (place, curve, value) in [(0, curves[0], -0.7), (2, curves[1], 1), (3, curves[2], 2)] {
            var missing = [1.0, 1, 1, 1]
            missing[place] = 0
            workspace.write([1, 1, 1, 1] + missing, to: pattern.view)
            workspace.forward()
            let both = workspace.read(logProbability.view)
            let odds = both[1] - both[0]
            #expect(abs(sigmoid(odds) - curve.probability(at: value)) < 1e-12)
        }
    }

    @Test func modelsWithoutCurvesHaveNone() throws {
        let (model, store, dataset) = try example()
        var ignorable = model
        ignorable.missingness = IgnorableMissingness()
        #expect(try MissingnessCurve.curves(of: ignorable, store, in: dataset) == nil)
        // A complete table has no column to tell of.
        let complete = Dataset(
            layout: model.layout, rowCount: 1, values: [0, 0, 1, 1, 0, 0], observed: [1, 1, 1, 1, 1, 1])
        #expect(try MissingnessCurve.curves(of: model, store, in: complete)?.isEmpty == true)
    }

    /// Records of earlier versions have no curves, and read as ever.
    @Test func recordsOfEarlierVersionsAreRead() throws {
        let old = """
            {"bestStep":3,"bound":-1.5,"closingSteps":0,"heldOutRows":0,"steps":3,"stoppedEarly":false,"trainingRows":9}
            """
        let record = try JSONDecoder().decode(TrainingRecord.self, from: Data(old.utf8))
        #expect(record.steps == 3 && record.missingness == nil && record.fits == nil)
        let (model, store, dataset) = try example()
        var new = record
        new.missingness = try MissingnessCurve.curves(of: model, store, in: dataset)
        new.missingness?[0].opposite = OppositeFit(
            comparison: FitComparison(kept: [1, 2], other: [0, 3], alike: [1]), fits: [1])
        new.atRandom = FitComparison(kept: [1, 2], other: [0, 3], alike: [1, 2])
        new.fits = [FitOutcome(start: .mirrored)]
        #expect(try JSONDecoder().decode(TrainingRecord.self, from: JSONEncoder().encode(new)) == new)
    }

    private func curve(slope: Double, offset: Double, _ values: [Double], share: Double? = nil) -> MissingnessCurve {
        MissingnessCurve(
            FeatureEntry(columnIndex: 0, name: "x", kind: .continuous, offset: 0, width: 1), slopes: [slope],
            offset: offset, values: values, isDirectionFree: true, missingShare: share)
    }

    /// A direction is told by the cells that are observed, not by what the curve would do beyond them.
    @Test func directionsCountWhereCellsAreObserved() {
        // At ±1.6 the probabilities differ by 3.2 / 4 of the slope, nearly: .048 and .056; at ±3 by .09 and .105.
        #expect(curve(slope: 0.06, offset: 0, [-1.6, 0, 1.6]).direction == 0)
        #expect(curve(slope: 0.07, offset: 0, [-1.6, 0, 1.6]).direction == 1)
        #expect(curve(slope: -0.07, offset: 0, [-1.6, 0, 1.6]).direction == -1)
        // All observed cells are the same.
        #expect(curve(slope: 5, offset: 0, [0]).direction == 0)
    }

    /// Half of the cells are beyond a threshold with a steep curve: those observed are hardly ever missing, and yet the curve
    /// says where the others are. A share that the curve does not reach within three standard deviations says nothing.
    @Test func steepCurvesHideCellsBeyondThoseObserved() {
        let steep = curve(slope: 20, offset: -8, [-1.6, -0.5, 0.1], share: 0.5)
        #expect(steep.direction == 1 && abs(steep.rise - (0.5 - sigmoid(-40))) < 1e-12)
        let falling = curve(slope: -20, offset: -8, [-0.1, 0.5, 1.6], share: 0.5)
        #expect(falling.direction == -1 && abs(falling.rise - (sigmoid(-40) - 0.5)) < 1e-12)
        #expect(curve(slope: 0.01, offset: -3, [-1.6, 0, 1.6], share: 0.5).direction == 0)
        #expect(curve(slope: 20, offset: -8, [-1.6, -0.5, 0.1]).direction == 0)
    }

    /// A column of a single value has one point and no direction.
    @Test func constantColumnsHaveOnePoint() throws {
        let (model, store, dataset) = try example()
        var values = dataset.values
        for row in 0..<22 { values[row * 6] = 3 }
        let constant = Dataset(layout: model.layout, rowCount: 22, values: values, observed: dataset.observed)
        let curve = try #require(try MissingnessCurve.curves(of: model, store, in: constant)?.first)
        #expect(curve.points.map(\.value) == [3] && curve.direction == 0)
    }
}
