import Foundation
import Testing

@testable import LacunaSamplers

/// Effective points of lines of a grid, and what lies at their ends.
@Suite struct LineWeightsTests {
    /// Two lines, of which the first has three times the weight: 1/(3/4 · 1/2 + 1/4 · 1/4).
    @Test func linesCountByTheirWeight() {
        var weights = LineWeights(sideCount: 6)
        for place in 1...2 { weights.add(6, at: place, ofLine: 0) }
        for place in 1...4 { weights.add(1, at: place, ofLine: 3) }
        #expect(abs(weights.effectivePointCount - 1 / (0.375 + 0.0625)) < 1e-15)
        #expect(weights.edgeShare == 0)
        weights.add(2, at: 0, ofLine: 1)
        weights.add(2, at: 5, ofLine: 1)
        #expect(weights.edgeShare == 0.2)
    }

    @Test func noWeightsAreNoPoints() {
        #expect(LineWeights(sideCount: 3).effectivePointCount == 0)
    }
}
