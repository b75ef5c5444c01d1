import Foundation
import Testing

@testable import MissingNotAtRandom

@Suite struct PlaneGridTests {
    @Test func contourOfACircle() {
        let grid = PlaneGrid(end: 3, side: 120)
        let numbers = grid.points.map { $0.x1 * $0.x1 + $0.x2 * $0.x2 }
        let pieces = grid.contour(numbers, at: 4)
        #expect(pieces.flatMap { [$0.from, $0.to] }.allSatisfy { abs(hypot($0.x1, $0.x2) - 2) < 1e-3 })
        let length = pieces.reduce(0) { $0 + hypot($1.to.x1 - $1.from.x1, $1.to.x2 - $1.from.x2) }
        #expect(abs(length - 4 * Double.pi) < 0.02)
    }

    @Test func cellsLieFromTheLowerLeft() {
        let points = PlaneGrid(end: 2, side: 2).points
        #expect(points.map(\.x1) == [-1, 1, -1, 1] && points.map(\.x2) == [-1, -1, 1, 1])
    }
}
