import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct ToyProblemTests {
    private func points(_ problem: ToyProblem, count: Int = 20_000) -> [ToyProblem.Point] {
        var stream = RandomStream(seed: 5)
        return (0..<count).map { _ in problem.sample(using: &stream) }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// Limits are five and more standard errors: a false alarm in less than one of a million seeds.
    @Test func normalPointsHaveTheirMoments() {
        let points = points(.gaussian), error = 1 / Double(points.count).squareRoot()
        #expect(abs(mean(points.map(\.x1))) < 5 * error)
        #expect(abs(mean(points.map { $0.x1 * $0.x1 }) - 1) < 5 * 2.0.squareRoot() * error)
        // The variance of a product of standard normal numbers is 1 + correlation².
        #expect(abs(mean(points.map { $0.x1 * $0.x2 }) - 0.8) < 5 * 1.64.squareRoot() * error)
    }

    @Test func ringHasItsRadiusAndSectorsTheirShares() {
        let points = points(.ring), error = 1 / Double(points.count).squareRoot()
        let radii = points.map { hypot($0.x1, $0.x2) }
        #expect(abs(mean(radii) - 4.5) < 5 * 0.5.squareRoot() * error)
        #expect(abs(mean(radii.map { ($0 - 4.5) * ($0 - 4.5) }) - 0.5) < 5 * 0.5 * 2.0.squareRoot() * error)
        for (problem, share) in [(ToyProblem.ring, 0.25), (.side, 0.25), (.opposite, 0.5)] {
            let found = Double(points.count { problem.isMissing($0) }) / Double(points.count)
            #expect(abs(found - share) < 5 * (share * (1 - share)).squareRoot() * error)
        }
        let onRing = Double(points.count { ToyProblem.ring.isOnRing($0) == true }) / Double(points.count)
        #expect(abs(onRing - 0.9545) < 5 * 0.2085 * error)
        #expect(ToyProblem.gaussian.isOnRing((0, 0)) == nil)
    }

    /// The density integrates to the shares of what is drawn: the mass of some regions by sums over cells.
    @Test func densityIsThatOfDraws() {
        let regions: [(ToyProblem.Point) -> Bool] = [
            { $0.x1 > 0.8 && $0.x2 < 1.6 }, { hypot($0.x1, $0.x2) < 1 }, { hypot($0.x1, $0.x2) < 4.4 },
        ]
        for problem in [ToyProblem.gaussian, .ring] {
            let cells = PlaneGrid(end: 8, side: 400).points
            let masses = cells.map { exp(problem.logDensity(at: $0)) }
            let total = masses.reduce(0, +), points = points(problem)
            for isInside in regions {
                let expected = zip(cells, masses).reduce(0) { $0 + (isInside($1.0) ? $1.1 : 0) } / total
                let drawn = Double(points.count(where: isInside)) / Double(points.count)
                // Five standard errors are at most this; sums over cells are off by less than .002.
                #expect(abs(drawn - expected) < 5 * 0.5 / Double(points.count).squareRoot() + 0.002)
            }
        }
    }

    /// The rules of the pictures and of the exact answers are those by which `run.sh` removes cells.
    @Test func rulesAreThoseOfTheMasks() throws {
        func sector(_ start: Int, _ end: Int) -> String {
            "{ type: \"sector\", column: \"x1\", other: \"x2\", start: \(start), end: \(end) }"
        }
        let masks: [(ToyProblem, [String])] = [
            (.gaussian, ["threshold"]), (.ring, [sector(45, 135)]), (.side, [sector(-45, 45)]),
            (.opposite, [sector(45, 135), sector(225, 315)]),
        ]
        let folder = try TestFolder(), catalog = try Catalog.bundled()
        for (problem, generators) in masks {
            let files = try folder.rows(problem, count: 400)
            let table = try Table.read(path: files.complete)
            let (schema, _) = try Schema.infer(from: table, declared: [:])
            let dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
            let kept = try generators.map { name in
                try Evaluation(
                    dataset: dataset, mask: catalog.maskGenerator(from: name), stream: RandomStream(seed: 1),
                    schema: schema
                ).keptCells(repeat: 1)
            }
            let rows = try PlaneRows(complete: files.complete, holes: files.holes)
            let mean = rows.points.reduce(0) { $0 + $1.x1 } / Double(rows.points.count)
            let wrong = rows.points.indices.filter { row in
                let point = rows.points[row], isRemoved = kept.contains { !$0[2 * row] }
                // The threshold of the mask is the mean of the table, not of the distribution.
                return isRemoved != (problem == .gaussian ? point.x1 > mean : problem.isMissing(point))
            }
            #expect(wrong.isEmpty)
            #expect(rows.points.indices.allSatisfy { row in kept.allSatisfy { $0[2 * row + 1] } })
        }
    }

    @Test func unknownProblemsAreNamed() {
        let error = #expect(throws: LacunaError.self) { try ToyProblem.named("rings") }
        #expect(error?.problems.joined().contains("write one of gaussian, ring, side, opposite") == true)
    }
}
