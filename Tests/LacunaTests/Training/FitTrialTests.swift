import Lacuna
import Testing

@testable import LacunaCore

/// What one of several fits is compared with, the fits being made by hand.
@Suite struct FitTrialTests {
    private typealias Example = SelfMaskingExample

    private func trial(_ slopes: [Double], _ rowBounds: [Double]) throws -> FitTrial {
        let context = try Example.context(), dataset = Example.dataset()
        let model = try context.blueprint.model(for: dataset)
        var record = TrainingRecord()
        record.missingness = zip(model.layout.entries, slopes).map { entry, slope in
            MissingnessCurve(entry, slopes: [slope], offset: 0, values: [-1, 0, 1], isDirectionFree: true)
        }
        let fitted = FittedModel(model: model, store: ParameterStore(precision: .float32), record: record)
        return try FitTrial(fitted, from: .drawn, rowBounds: rowBounds)
    }

    /// Each curve is compared with the best fit in which it has the other direction; flat ones with none.
    @Test func curvesAreComparedWithOppositeOnes() throws {
        let kept = try trial([2, 0.001], [-1, -2, -3, -2])
        let trials = [
            kept, try trial([-1, 1], [-1.9, -3.1, -4, -2.9]), try trial([-2, -1], [-1.1, -1.9, -3.1, -2]),
            try trial([3, 1], [-1, -2, -3, -2.4]), FitTrial(failedFrom: .mirrored),
        ]
        let curves = kept.curves(comparedWith: trials)
        let opposite = try #require(curves[0].opposite)
        #expect(opposite.fits == [1, 2])
        #expect(kept.boundsOfAlike(among: trials) == [-2, -2.1])
        #expect(
            opposite.comparison
                == FitComparison(kept: kept.rowBounds, other: trials[2].rowBounds, alike: [-2, -2.1]))
        #expect(opposite.comparison.verdict == .undecided)
        #expect(curves[1].opposite == nil)
        let worse = [kept, trials[1], trials[3]]
        #expect(kept.curves(comparedWith: worse)[0].opposite?.comparison.verdict == .clear)
        #expect(kept.curves(comparedWith: [kept, trials[1]])[0].opposite?.comparison.verdict == .unknown)
        #expect(kept.curves(comparedWith: [kept, trials[3]])[0].opposite == nil)
        #expect(throws: LacunaError.self) { _ = try trial([1, 1], [-1, .infinity]) }
    }

    /// Fits whose starts differ by as much as the directions do leave these undecided, however many rows agree.
    @Test func startsCountAsNoise() throws {
        let kept = try trial([2, 1], [-1, -2, -1, -2])
        let opposite = try trial([-2, 1], [-1.2, -2.2, -1.21, -2.2])
        let near = try trial([2, 1], [-1.01, -2.01, -1, -2]), far = try trial([2, 1], [-1.3, -2.3, -1.3, -2.3])
        #expect(kept.curves(comparedWith: [kept, opposite, near])[0].opposite?.comparison.verdict == .clear)
        #expect(kept.curves(comparedWith: [kept, opposite, far])[0].opposite?.comparison.verdict == .undecided)
        // A fit with another direction of the second column is of the same kind for the first one, but not for both.
        let other = try trial([2, -1], [-1.01, -2.01, -1, -2])
        let trials = [kept, opposite, other]
        let curves = kept.curves(comparedWith: trials)
        #expect(curves[0].opposite?.comparison.verdict == .clear)
        #expect(curves.map { $0.opposite?.fits } == [[1], [2]])
        #expect(kept.boundsOfAlike(among: trials).count == 1)
        #expect(kept.boundsOfAlike(among: trials, in: "column0").count == 2)
    }
}
