import Foundation
import Lacuna
import Testing

@testable import ComposedInCode

@Suite struct ComposedInCodeTests {
    private static let training = TrainingOptions(steps: 30, closingSteps: 0)

    @Test func thePenguinsAreCompleted() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Examples/Data/penguins.csv").path
        let means = try ComposedInCode.means(of: "body_mass_g", in: Table.read(path: path), training: Self.training)
        // Two of 344 are missing; the mean of the others is 4202 g.
        #expect(means.count == 5 && means.allSatisfy { abs($0 - 4202) < 40 }, "\(means)")
        #expect(Set(means).count == 5)
    }

    @Test func theCircleIsCompleted() throws {
        let rows = ComposedInCode.circle(count: 60)
        let completion = try ComposedInCode.complete(rows, training: Self.training)
        for (row, given) in rows.enumerated() {
            #expect(completion.mean[row][0] == given[0])
            #expect(completion.low[row][1] <= completion.high[row][1])
            if let known = given[1] { #expect(completion.mean[row][1] == known && completion.low[row][1] == known) }
        }
        #expect(completion.logLikelihood.isFinite)
    }
}
