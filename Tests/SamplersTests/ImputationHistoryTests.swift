import Testing

@testable import LacunaSamplers

/// What becomes available of a chain's imputations, and when.
@Suite struct ImputationHistoryTests {
    private static let observed: [UInt8] = [1, 0, 0, 1, 1, 1, 0, 1, 0]

    /// Three rows of three features, two chains each: the number's digits are the step, row, chain and feature.
    private static func imputed(_ step: Int) -> [Double] {
        (0..<18).map { Double(step * 1000 + $0 / 6 * 100 + $0 / 3 % 2 * 10 + $0 % 3) }
    }

    private static func history() -> ImputationHistory {
        ImputationHistory(imputed(0), observed: observed, chainCount: 2, featureCount: 3)
    }

    @Test func theStartAloneIsAvailableAtFirst() {
        let history = Self.history()
        #expect(history.count == 1)
        #expect(history.available == [1, 1, 1, 1, 1, 1])
    }

    /// Nothing new after rejections; after an acceptance all that was there before it, not what came with it.
    @Test func acceptancesMakeWhatWasBeforeThemAvailable() {
        var history = Self.history()
        let accepted: [[Double]] = [[0, 1, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]]
        let available = [[1, 1, 1, 1, 1, 1], [1, 1, 2, 1, 1, 1], [1, 3, 2, 1, 1, 1], [1, 3, 2, 1, 1, 4]]
        for (step, flags) in accepted.enumerated() {
            history.add(Self.imputed(step + 1), accepted: flags)
            #expect(history.available == available[step])
            #expect(history.count == step + 2)
        }
    }

    /// Missing features come from the imputation that is picked, observed ones from the rows given.
    @Test func rowsAreMadeOfThePickedImputations() {
        var history = Self.history()
        for step in 1...3 { history.add(Self.imputed(step), accepted: [1, 1, 1, 0, 1, 0]) }
        let picks = [[2, 0], [1, 0], [0, 0]]
        var asked: [Int] = []
        let rows = history.rows(from: Self.imputed(9)) { row, chain, available in
            asked.append(available)
            return picks[row][chain]
        }
        #expect(asked == [3, 3, 3, 1, 3, 1])
        let expected = (0..<18).map { index in
            let row = index / 6, chain = index / 3 % 2, feature = index % 3
            return Self.imputed(Self.observed[row * 3 + feature] == 1 ? 9 : picks[row][chain])[index]
        }
        #expect(rows == expected)
    }
}
