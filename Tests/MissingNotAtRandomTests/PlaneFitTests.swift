import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct PlaneFitTests {
    /// P(missing | x) is the logistic curve of the parameters in the file, in standard deviations of the observed cells.
    @Test func selfMaskingCurve() throws {
        let folder = try TestFolder()
        let files = try folder.rows(.gaussian, count: 60)
        let path = try folder.model(smallModel(method: "notMIWAE", missingness: "\"selfMasking\""), of: files.holes)
        let fitted = try ModelFile.read(path: path, catalog: Catalog.bundled())
        let slope = try #require(fitted.imputer.contents.entry("missingness.slope")?.numbers.first)
        let threshold = try #require(fitted.imputer.contents.entry("missingness.threshold")?.numbers.first)
        let column = try #require(fitted.schema.columns.first)
        let points: [ToyProblem.Point] = [(-2, 1), (0.5, -1), (3, 0)]
        let found = try #require(try PlaneFit(path: path).missingProbability(at: points))
        for (point, probability) in zip(points, found) {
            let odds = slope * ((point.x1 - column.mean) / column.standardDeviation - threshold)
            #expect(abs(probability - 1 / (1 + exp(-odds))) < 1e-5)
        }
        let fit = try PlaneFit(path: path)
        let missing = try #require(try fit.logProbability(ofMissing: [true, true, true], at: points))
        let there = try #require(try fit.logProbability(ofMissing: [false, false, false], at: points))
        // x2 had no hole in the table that was learnt from, so that only x1 has a pattern.
        #expect(zip(missing, there).allSatisfy { abs(exp($0) + exp($1) - 1) < 1e-5 })
    }

    @Test func imputationsAreInUnitsOfTheFile() throws {
        let folder = try TestFolder()
        let files = try folder.rows(.side, count: 60)
        let rows = try PlaneRows(complete: files.complete, holes: files.holes)
        let fit = try PlaneFit(path: folder.model("{ version: 1, method: \"columnMean\" }", of: files.holes))
        let (means, draws) = try fit.complete(rows, drawCount: 2)
        let observed = rows.points.indices.filter { !rows.isMissing[$0] }
        let mean = observed.reduce(0) { $0 + rows.points[$1].x1 } / Double(observed.count)
        for row in rows.points.indices {
            #expect(abs(means[row] - (rows.isMissing[row] ? mean : rows.points[row].x1)) < 1e-5)
        }
        #expect(draws == [means, means])
        #expect(try fit.missingProbability(at: rows.points) == nil)
    }

    @Test func modelsOfOtherTablesAreRefused() throws {
        let folder = try TestFolder()
        let table = try folder.file("t.csv", "a,b\n1,2\n2,5\n,7\n3,1\n")
        let path = try folder.model("{ version: 1, method: \"columnMean\" }", of: table)
        let error = #expect(throws: LacunaError.self) { try PlaneFit(path: path) }
        #expect(error?.problems.joined().contains("x1 and x2") == true)
    }
}
