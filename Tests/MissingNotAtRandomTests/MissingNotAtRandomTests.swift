import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct MissingNotAtRandomTests {
    @Test func wrongArgumentsShowTheUsage() {
        for arguments in [
            [], ["score"], ["sample", "ring", "x", "1", "o.csv"], ["sample", "ring", "0", "1", "o.csv"],
            ["exact", "disc", "a", "b"], ["picture", "ring", "a", "b", "o.svg"],
            ["picture", "ring", "a", "b", "o.svg", "model"],
        ] {
            #expect(throws: LacunaError.self) { try MissingNotAtRandom(arguments: arguments) }
        }
    }

    @Test func aSeedGivesTheSameTable() throws {
        let folder = try TestFolder()
        for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
            let arguments = ["sample", "ring", "20", seed, "\(folder.path)/\(name).csv"]
            try MissingNotAtRandom(arguments: arguments).run()
        }
        let texts = try ["a", "b", "c"].map { try String(contentsOfFile: "\(folder.path)/\($0).csv", encoding: .utf8) }
        #expect(texts[0] == texts[1] && texts[0] != texts[2])
        #expect(texts[0].hasPrefix("x1,x2\n") && texts[0].split(separator: "\n").count == 21)
    }

    @Test func aPictureIsMadeAndOverwritesNoInput() throws {
        let folder = try TestFolder()
        let files = try folder.rows(.ring, count: 40)
        let model = try folder.model(smallModel(method: "notMIWAE", missingness: "\"selfMasking\""), of: files.holes)
        let output = folder.path + "/p.svg"
        let arguments = ["picture", "ring", files.complete, files.holes, output, "self=\(model)"]
        try MissingNotAtRandom(arguments: arguments).run()
        #expect(try String(contentsOfFile: output, encoding: .utf8).contains(">self: imputed"))
        for path in [files.complete, files.holes, model] {
            var wrong = arguments
            wrong[4] = path
            #expect(throws: LacunaError.self) { try MissingNotAtRandom(arguments: wrong).run() }
        }
    }

    /// Draws of the true conditional are as near as can be: nearer than any constant, and on the ring as often as rows are.
    @Test func exactScores() throws {
        let folder = try TestFolder()
        let files = try folder.rows(.side, count: 400)
        let rows = try PlaneRows(complete: files.complete, holes: files.holes)
        let score = try MissingNotAtRandom.exactScore(of: rows, in: .side)
        let truths = rows.missingRows.map { rows.points[$0].x1 }
        let mean = truths.reduce(0, +) / Double(truths.count)
        let spread = try #require(Metrics.meanSquaredError(truths.map { (mean, $0) })).squareRoot()
        #expect(score.rootMeanSquaredError < spread)
        // About 5,000 draws of 100 rows: five standard errors of the share .954 among rows are .1.
        #expect(abs((score.shareOnRing ?? 0) - 0.954) < 0.1)
    }
}
