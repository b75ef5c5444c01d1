import Foundation
import Lacuna
import Testing

@testable import DetectionLimits

/// What single values with a probability of their own come to once a model is fitted: they are written back as they are, and
/// their likelihood has no unit.
@Suite struct CensoredTablesTests {
    /// Limits of more digits than 32 bits hold, and than imputed numbers are otherwise written with.
    private static let limits = ["lead": 12.123456789, "zinc": 0.1234567891]

    /// Three columns of 60 samples that go up and down together; about half of the cells of two are limits, and some are
    /// missing.
    private static func rows() throws -> [[Double?]] {
        let lead = try #require(limits["lead"]), zinc = try #require(limits["zinc"])
        var stream = RandomStream(seed: 5)
        return (0..<60).map { index in
            let source = stream.normal()
            let numbers = [
                7 + source + 0.5 * stream.normal(), max(lead, lead + 0.3 * source + 0.2 * stream.normal()),
                max(zinc, zinc + 4 * source + 2 * stream.normal()),
            ]
            return numbers.enumerated().map { (index + $0) % 4 == 0 ? nil : $1 }
        }
    }

    private static let names = ["flow", "lead", "zinc"]

    private static func model() throws -> LatentVariableModel {
        try LatentVariableModel(
            configuration: """
                {
                  model: {
                    latentDimension: 1,
                    decoder: "linear",
                    encoder: { type: "mlp", hidden: [8] },
                    observation: {
                      continuous: { type: "censoredGaussian", limits: { lead: 12.123456789, zinc: 0.1234567891 } },
                    },
                  },
                  training: { steps: 30, batchSize: 32 },
                  imputation: { sampler: { type: "importanceResampling", sampleCount: 100 } },
                }
                """, catalog: ExampleFiles.catalog())
    }

    private static func fitted(_ rows: [[Double?]]) throws -> FittedLatentVariableModel {
        try model().fit(rows, columns: names)
    }

    /// An imputed cell that is recorded as the limit is the limit, to the last bit; no other lies below it.
    @Test func arraysHoldTheLimitItself() throws {
        let rows = try Self.rows()
        let fitted = try Self.fitted(rows)
        let completions = try fitted.draws(rows, count: 4) + fitted.quantiles([0.1, 0.9], of: rows)
        for (column, name) in Self.names.enumerated() {
            guard let limit = Self.limits[name] else { continue }
            let imputed = completions.flatMap { completion in
                zip(rows, completion).filter { $0.0[column] == nil }.map { $0.1[column] }
            }
            #expect(imputed.allSatisfy { $0 >= limit }, "\(name): \(imputed.min() ?? 0) lies below \(limit)")
            let count = imputed.count { $0 == limit }
            #expect(count > 15 && count < imputed.count - 15, "\(name): \(count) of \(imputed.count) are \(limit)")
        }
    }

    @Test func tablesHoldTheLimitItself() throws {
        let rows = try Self.rows()
        let fitted = try Self.fitted(rows)
        let table = try Table(rows: rows, columnNames: Self.names)
        let draws = try fitted.draws(table, count: 6)
        for (column, name) in Self.names.enumerated() {
            guard let limit = Self.limits[name] else { continue }
            let holes = rows.indices.filter { rows[$0][column] == nil }
            let imputed = draws.flatMap { draw in holes.map { draw.text(row: $0, column: column) } }
            let count = imputed.count { $0 == "\(limit)" }
            #expect(count > 6 && count < imputed.count - 6, "\(name): \(imputed)")
        }
    }

    /// Nine digits behind the point in a file.
    @Test func filesHoldTheLimitItself() throws {
        let files = try ExampleFiles()
        let text =
            Self.names.joined(separator: ",") + "\n"
            + (try Self.rows()).map { row in
                row.map { cell in cell.map { String(format: "%.9f", $0) } ?? "" }.joined(separator: ",") + "\n"
            }.joined()
        let path = files.work + "/limits.csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let table = try Table.read(path: path)
        let rows = try Self.rows()
        for draw in try Self.model().fit(table).draws(table, count: 2) {
            let imputed = rows.indices.filter { rows[$0][1] == nil }.map { draw.text(row: $0, column: 1) }
            #expect(imputed.count { $0 == "12.123456789" } > 2, "\(imputed)")
        }
    }

    /// A probability has no unit: the other observed cells alone are divided by the standard deviation of their column.
    @Test func likelihoodsOfAFitKnowTheLimits() throws {
        let rows = try Self.rows()
        let fitted = try Self.fitted(rows)
        let figures = try fitted.logLikelihoods(of: rows, sampleCount: 20)
        var worst = 0.0
        for (row, change) in zip(rows, zip(figures.standardised, figures.original)) {
            var expected = change.0
            for (cell, column) in zip(row, fitted.schema.columns) where cell != nil && cell != Self.limits[column.name]
            {
                expected -= log(column.standardDeviation)
            }
            worst = max(worst, abs(change.1 - expected))
        }
        #expect(worst < 1e-12)
    }
}
