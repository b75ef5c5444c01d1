import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct ImputationScoreTests {
    @Test func figuresByHand() throws {
        let folder = try TestFolder()
        let complete = try folder.file("a.csv", "x1,x2\n1,0\n4,2\n0,4.5\n")
        let holes = try folder.file("b.csv", "x1,x2\n1,0\n,2\n,4.5\n")
        let rows = try PlaneRows(complete: complete, holes: holes)
        #expect(rows.isMissing == [false, true, true] && rows.missingRows == [1, 2])
        let score = try ImputationScore(means: [9, 5, 2], draws: [[9, 4, 0], [9, 6, 10]], of: rows, in: .ring)
        #expect(score.rootMeanSquaredError == 2.5.squareRoot())
        // mean |x − y| − |x − x′| / 2: 1 − 1 and 5 − 5.
        #expect(abs(score.rankedProbabilityScore) < 1e-12)
        // (4, 2) and (0, 4.5) lie within 1.414 of the radius 4.5, (6, 2) and (10, 4.5) beyond.
        #expect(score.shareOnRing == 0.5)
        #expect(score.line(logProbability: nil) == "1.5811,0.0000,0.5000,")
        let plain = try ImputationScore(means: [9, 5, 2], draws: [[9, 4, 0], [9, 4, 0]], of: rows, in: .gaussian)
        #expect(plain.shareOnRing == nil && plain.line(logProbability: -0.25) == "1.5811,0.0000,,-0.2500")
    }

    @Test func otherTablesAreRefused() throws {
        let folder = try TestFolder()
        let complete = try folder.file("a.csv", "x1,x2\n1,0\n4,2\n")
        for (text, message) in [
            ("x1,x2\n1,0\n", "the same"), ("x1,y\n1,0\n4,2\n", "no other"), ("x1,x2\n1,0\n4,\n", "at most x1"),
            ("x1,x2\n1,0\n5,2\n", "at most x1"),
        ] {
            let holes = try folder.file("b.csv", text)
            let error = #expect(throws: LacunaError.self) { try PlaneRows(complete: complete, holes: holes) }
            #expect(error?.problems.joined().contains(message) == true)
        }
        let rows = try PlaneRows(complete: complete, holes: complete)
        #expect(throws: LacunaError.self) {
            try ImputationScore(means: [1, 4], draws: [[1, 4], [1, 4]], of: rows, in: .ring)
        }
    }
}
