import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct MissingnessPictureTests {
    private func picture(_ folder: TestFolder) throws -> MissingnessPicture {
        let files = try folder.rows(.ring, count: 50)
        let rows = try PlaneRows(complete: files.complete, holes: files.holes)
        let probabilities = MissingnessColumn.grid(.ring).points.map { ToyProblem.ring.isMissing($0) ? 1.0 : 0 }
        let draws = rows.missingRows.map { (x1: 99.0, x2: rows.points[$0].x2) }
        return MissingnessPicture(
            problem: .ring, rows: rows,
            columns: [
                MissingnessColumn(title: "a < b", probabilities: probabilities, draws: draws),
                MissingnessColumn(title: "plain", probabilities: nil, draws: draws),
            ])
    }

    @Test func everythingIsDrawn() throws {
        let picture = try picture(TestFolder())
        let document = picture.document
        let missing = picture.rows.missingRows.count
        #expect(document.hasPrefix("<svg ") && document.hasSuffix("</svg>\n"))
        #expect(document.contains("a &lt; b") && !document.contains("a < b"))
        #expect(document.contains("plain, missingness not modelled"))
        #expect(document.contains("(\(missing) of \(missing) lie outside)"))
        let paths = document.split(separator: "\n").filter { $0.contains("stroke-linecap") }
        func count(_ colour: String) -> [Int] {
            paths.filter { $0.contains(colour) }.map { $0.components(separatedBy: "h0").count - 1 }
        }
        // The observed points are drawn once and used by four panels.
        #expect(count(MissingnessPanel.observedColour) == [50 - missing])
        #expect(document.components(separatedBy: "href=\"#observed\"").count == 5)
        #expect(document.components(separatedBy: "href=\"#learnt0\"").count == 3)
        #expect(!document.contains("learnt1"))
        #expect(count(MissingnessPanel.truthColour) == [missing, missing])
        // No draw lies within the picture.
        #expect(count(MissingnessPanel.drawColour) == [0, 0])
    }

    /// The shaded rectangles cover the region in which the probability is 1: a quarter of the square, above the centre.
    @Test func shadesLieWhereTheyBelong() throws {
        let probabilities = MissingnessColumn.grid(.ring).points.map { ToyProblem.ring.isMissing($0) ? 1.0 : 0 }
        let paths = MissingnessPanel.shades(probabilities)
        #expect(paths.count == 1 && paths[0].contains(MissingnessPanel.shade(1)))
        let path = try #require(paths[0].split(separator: "\"").dropFirst().first)
        var area = 0.0, lowest = 0.0
        for rectangle in path.split(separator: "z") {
            // Mx yhwidthvheighth-width
            let numbers = rectangle.split(whereSeparator: { "M hv".contains($0) }).compactMap { Double($0) }
            area += numbers[2] * numbers[3]
            lowest = max(lowest, numbers[1] + numbers[3])
        }
        #expect(abs(area / (MissingnessPanel.size * MissingnessPanel.size) - 0.25) < 0.02)
        #expect(lowest <= MissingnessPanel.size / 2 + 2)
    }

    @Test func shadesGrowDarker() {
        let levels = stride(from: 0.05, to: 1, by: 0.1).map { MissingnessPanel.shade($0) }
        #expect(Set(levels).count == MissingnessPanel.shadeCount && levels == levels.sorted(by: >))
        #expect(MissingnessPanel.shade(0) == "#ffffff" && MissingnessPanel.shade(1) == levels.last)
    }
}
