import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct LinearBoundaryTests {
    private func boundary(_ text: (complete: String, holes: String)) throws -> LinearBoundary {
        let folder = try TestFolder()
        return LinearBoundary(
            of: try PlaneRows(
                complete: folder.file("a.csv", "x1,x2\n" + text.complete),
                holes: folder.file("b.csv", "x1,x2\n" + text.holes)))
    }

    /// With one feature of two values the probabilities are the shares: 1 of 4 where x1 = 0, 3 of 4 where x1 = 1.
    @Test func sharesOfTwoGroups() throws {
        let complete = [0.0, 0, 0, 0, 1, 1, 1, 1].map { "\($0),0\n" }.joined()
        let holes = ["0,0", ",0", "0,0", "0,0", ",0", "1,0", ",0", ",0"].map { $0 + "\n" }.joined()
        let found = try boundary((complete, holes))
        #expect(abs(found.meanLogProbability - (0.75 * log(0.75) + 0.25 * log(0.25))) < 1e-4)
        #expect(abs(found.weights[0] - 2 * log(3)) < 1e-2 && abs(found.weights[2] + log(3)) < 1e-2)
    }

    /// No line tells the rows above and below from those beside: the probability is the rate.
    @Test func oppositeSectors() throws {
        let complete = "1,0\n-1,0\n0,1\n0,-1\n"
        let found = try boundary((complete, "1,0\n-1,0\n,1\n,-1\n"))
        #expect(abs(found.meanLogProbability + log(2)) < 1e-9)
    }

    /// Rows that a line separates leave nothing unexplained, and the weights stay finite.
    @Test func separableRows() throws {
        let files = try boundary(("-1,3\n-2,1\n1,0\n2,2\n", "-1,3\n-2,1\n,0\n,2\n"))
        #expect(files.meanLogProbability > -0.01 && files.weights.allSatisfy(\.isFinite))
    }
}
