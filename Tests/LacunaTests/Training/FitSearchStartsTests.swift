import Foundation
import Lacuna
import Testing

@testable import LacunaCore

/// What the missingness models of several fits start from.
@Suite struct FitSearchStartsTests {
    private typealias Example = SelfMaskingExample

    /// Where no step leads anywhere, a fit from mirrored curves ends with them.
    @Test func everyOtherFitStartsMirrored() throws {
        let dataset = Example.dataset(), stay = "training.optimizer.learningRate=1e-12"
        var isSeen = false
        for seed in 1...6 {
            let first = try Example.fit(dataset, context: try Example.context([stay], seed: seed))
            let both = try Example.fit(
                dataset, context: try Example.context([stay, "training.restarts=1"], seed: seed))
            let outcomes = try #require(both.record?.fits)
            #expect(outcomes.map(\.start) == [.drawn, .mirrored])
            guard outcomes[1].isKept else { continue }
            isSeen = true
            // The second column has no missing cells, so that its direction is nothing to try.
            for name in ["slope", "threshold"] {
                let before = try first.store.numbers("missingness.\(name)")
                let after = try both.store.numbers("missingness.\(name)")
                #expect(abs(before[0] + after[0]) < 1e-6)
                #expect(abs(before[1] - after[1]) < 1e-6)
            }
            #expect(try first.store.numbers("missingness.slope").allSatisfy { abs($0) > 1e-4 })
            // The other parameters are drawn anew.
            let name = "decoder.network.output.weight"
            #expect(try both.store.numbers(name) != first.store.numbers(name))
        }
        #expect(isSeen)
    }

    /// Curves of columns that are never missing are not mirrored; where there are no others, nothing is.
    @Test func onlyColumnsWithMissingCellsAreMirrored() throws {
        let context = try Example.context(["training.restarts=3"]), dataset = Example.dataset()
        func search(_ dataset: Dataset) throws -> FitSearch {
            try FitSearch(model: context.blueprint.model(for: dataset), dataset: dataset, context: context)
        }
        let some = try search(dataset)
        #expect(some.mirrored.map(\.path) == ["slope", "threshold"])
        #expect(some.mirrored.allSatisfy { $0.column == 0 && $0.index == 0 })
        let whole = try search(
            Dataset(
                layout: dataset.layout, rowCount: dataset.rowCount, values: dataset.values,
                observed: dataset.observed.map { _ in 1 }))
        #expect(whole.mirrored.isEmpty)
        let trial = try whole.trial(0, .drawn, after: nil)
        #expect(whole.startKind(of: 1, after: trial) == .drawn)
        #expect(some.startKind(of: 1, after: trial) == .mirrored)
    }

    /// Closing steps learn from the held-out rows, by which the fits are compared: what is mirrored comes from before them.
    @Test func mirroredCurvesAreThoseBeforeClosing() throws {
        let dataset = Example.dataset()
        let overrides = ["training.restarts=1", "training.heldOutShare=0.25", "training.evaluationInterval=10"]
        func search(_ closingSteps: Int) throws -> FitSearch {
            let context = try Example.context(overrides + ["training.closingSteps=\(closingSteps)"])
            return try FitSearch(model: context.blueprint.model(for: dataset), dataset: dataset, context: context)
        }
        let closed = try search(30), open = try search(0)
        let trial = try closed.trial(0, .drawn, after: nil), before = try open.trial(0, .drawn, after: nil)
        let image = try #require(try closed.startingStore(of: 1, .mirrored, trial))
        let wanted = try #require(before.fitted?.store).numbers("missingness.slope")
        let slope = try image.numbers("missingness.slope")
        #expect(slope == [-wanted[0], wanted[1]])
        #expect(try #require(trial.fitted?.store).numbers("missingness.slope") != wanted)
        var forgotten = trial
        forgotten.forgetParameters()
        #expect(forgotten.fitted == nil && forgotten.beforeClosing == nil)
    }
}
