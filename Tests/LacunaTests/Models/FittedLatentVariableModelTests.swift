import Foundation
import Lacuna
import Testing

/// A model fitted in code completes arrays as tables are completed, keeps what was observed, and comes back from its file.
@Suite struct FittedLatentVariableModelTests {
    private static func isMissing(_ cell: Double?) -> Bool { cell?.isNaN ?? true }

    @Test func observedNumbersComeBackBitForBit() throws {
        let rows = ComposedExample.rows()
        let fitted = try ComposedExample.fitted()
        let completions =
            try [fitted.impute(rows), fitted.impute(rows, summary: .median)] + fitted.draws(rows, count: 2)
            + fitted.quantiles([0.1, 0.9], of: rows)
        for complete in completions {
            #expect(complete.count == rows.count)
            for (given, row) in zip(rows, complete) {
                #expect(row.allSatisfy { $0.isFinite })
                for (cell, number) in zip(given, row) where !Self.isMissing(cell) {
                    #expect(cell?.bitPattern == number.bitPattern)
                }
            }
        }
        // All six differ where cells were missing, and quantiles are in order.
        #expect(Set(completions.map { ComposedExample.bits($0) }).count == completions.count)
        for (low, high) in zip(completions[4], completions[5]) { #expect(zip(low, high).allSatisfy { $0 <= $1 }) }
    }

    /// The one code path: what the same configuration makes of a table, in the units of the columns.
    @Test func arraysAreCompletedAsTablesAre() throws {
        let rows = ComposedExample.rows()
        let fitted = try ComposedExample.fitted()
        let table = try Table(
            columnNames: ["x1", "x2", "x3", "x4"], numbers: (0..<4).map { column in rows.map { $0[column] } })
        let blueprint = try Blueprint(fitted.configuration, catalog: .bundled())
        let context = ImputerContext(blueprint: blueprint)
        let schema = try Schema.infer(from: table, declared: fitted.configuration.data.columns).schema
        let byHand = try FittedTable.fit(table, schema: schema, context: context)
        #expect(byHand.imputer.contents.entries.map(\.numbers) == fitted.model.contents.entries.map(\.numbers))
        #expect(byHand.schema == fitted.schema)
        let expected = try byHand.complete(table, request: ImputationRequest(drawCount: 2), context: context)
        let complete = try fitted.impute(rows)
        let draws = try fitted.draws(rows, count: 2)
        for (numbers, values) in [
            (complete, expected.summary), (draws[0], expected.draws[0]), (draws[1], expected.draws[1]),
        ] {
            for (row, given) in rows.enumerated() {
                for (column, cell) in given.enumerated() where Self.isMissing(cell) {
                    let wanted = schema.columns[column].original(Double(values[row * 4 + column]))
                    #expect(numbers[row][column] == wanted)
                }
            }
        }
    }

    @Test func neitherPlaceNorThreadsMatter() throws {
        let rows = ComposedExample.rows()
        let fitted = try ComposedExample.fitted()
        let complete = try fitted.impute(rows)
        let reversed = try fitted.impute(rows.reversed(), work: WorkControl(threadCount: 2))
        #expect(ComposedExample.bits(reversed.reversed()) == ComposedExample.bits(complete))
        let alone = try fitted.impute([rows[5]])
        #expect(ComposedExample.bits(alone) == ComposedExample.bits([complete[5]]))
        let parallel = try ComposedExample.fitted(work: WorkControl(threadCount: 2))
        #expect(try ComposedExample.bits(parallel.impute(rows)) == ComposedExample.bits(complete))
        // Another seed is other draws, the same seed the same.
        #expect(try fitted.draws(rows, count: 1, seed: 9) != fitted.draws(rows, count: 1))
        #expect(try fitted.draws(rows, count: 1, seed: 3) == fitted.draws(rows, count: 1))
    }

    @Test func modelsComeBackFromTheirFiles() throws {
        let folder = try ComposedFolder()
        let rows = ComposedExample.rows()
        let later = ComposedExample.rows(count: 9, seed: 31)
        let fitted = try ComposedExample.fitted(prior: ShiftedPrior())
        let path = folder.path("own.safetensors")
        try fitted.save(to: path)
        var catalog = try Catalog.bundled()
        try catalog.add(ShiftedPrior.self, to: Priors.self)
        let again = try FittedLatentVariableModel(contentsOf: path, catalog: catalog)
        #expect(again.configuration == fitted.configuration && again.schema == fitted.schema)
        #expect(again.record == fitted.record && again.record != nil)
        #expect("\(again)" == "\(fitted)")
        for rows in [rows, later] {
            #expect(try ComposedExample.bits(again.impute(rows)) == ComposedExample.bits(fitted.impute(rows)))
        }
        try again.save(to: folder.path("again.safetensors"))
        let bytes = try ["own", "again"].map { try Data(contentsOf: URL(filePath: folder.path("\($0).safetensors"))) }
        #expect(bytes[0] == bytes[1])
        // The catalog of the package does not know the prior.
        let problems = ComposedExample.problems { _ = try FittedLatentVariableModel(contentsOf: path) }
        #expect(problems.contains { $0.contains("no prior is named \"shifted\"") }, "\(problems)")
        #expect(problems.last?.contains("catalog.add") == true)
    }

    @Test func otherImputersAreNoLatentVariableModels() throws {
        let folder = try ComposedFolder()
        let catalog = try Catalog.bundled()
        let blueprint = try Blueprint(Configuration.read(method: "columnMean", catalog: catalog), catalog: catalog)
        let table = try MixedTableExample.table()
        let mean = try FittedTable.fit(
            table, schema: Schema.infer(from: table).schema, context: ImputerContext(blueprint: blueprint))
        try ModelFile.write(mean, path: folder.path("mean"))
        let problems = ComposedExample.problems { _ = try FittedLatentVariableModel(contentsOf: folder.path("mean")) }
        #expect(problems.contains { $0.contains("columnMean, which is no latent variable model") }, "\(problems)")
    }

    @Test func columnsOfOtherKindsAreNumbersToo() throws {
        // A binary column of 1 and 2, a categorical one of 0.5, 3 and 10, an ignored one, and one without any number.
        let rows: [[Double?]] = ComposedExample.rows().enumerated().map { index, row in
            let factor = row[0] ?? 0
            let isHidden = index % 5 == 0
            return [
                row[0], row[1], isHidden ? nil : factor > 0 ? 2 : 1,
                isHidden ? nil : factor > 1 ? 10 : factor < -1 ? 0.5 : 3,
                index % 2 == 0 ? nil : 4, nil,
            ]
        }
        let kinds: [String: ColumnKind] = ["x3": .binary, "x4": .categorical, "x5": .ignore]
        let fitted = try ComposedExample.fitted(rows, kinds: kinds)
        #expect(
            fitted.schema.columns.map(\.kind) == [
                .continuous, .continuous, .binary, .categorical, .ignore, .continuous,
            ])
        #expect(fitted.schema.columns[3].categories == ["0.5", "3", "10"])
        for complete in try [fitted.impute(rows)] + fitted.draws(rows, count: 2) {
            for (index, row) in complete.enumerated() {
                #expect([1, 2].contains(row[2]) && [0.5, 3, 10].contains(row[3]))
                #expect(index % 2 == 0 ? row[4].isNaN : row[4] == 4)
                #expect(row[5] == 0)
            }
        }
    }

    /// A batch without rows is as good as any other, but not a request that could not be met.
    @Test func noRowsAreCompletedToNone() throws {
        let fitted = try ComposedExample.fitted()
        #expect(try fitted.impute([]).isEmpty)
        #expect(try fitted.impute([], by: ImportanceResampling(sampleCount: 5)).isEmpty)
        #expect(try fitted.draws([], count: 3) == [[], [], []])
        #expect(try fitted.quantiles([0.1, 0.9], of: []) == [[], []])
        for body in [
            { _ = try fitted.draws([], count: -1) }, { _ = try fitted.draws([], count: .max) },
            { _ = try fitted.quantiles([1.5], of: []) },
            { _ = try fitted.impute([], by: ImportanceResampling(sampleCount: 0)) },
        ] as [() throws -> Void] { #expect(!ComposedExample.problems(body).isEmpty) }
        #expect(
            ComposedExample.problems { _ = try LatentVariableModel().fit([]) } == [
                "the array has no rows; it needs at least one"
            ])
    }

    @Test func rowsOfOtherColumnsAreRefused() throws {
        let fitted = try ComposedExample.fitted()
        let rows = ComposedExample.rows()
        func refused(_ words: String..., body: () throws -> Any) {
            let problems = ComposedExample.problems { _ = try body() }
            #expect(problems.contains { problem in words.allSatisfy(problem.contains) }, "\(words): \(problems)")
        }
        refused("row 1 has 2 columns", "4 have names") { try fitted.impute([[1, 2]]) }
        refused("row 2, column \"x3\"", "infinite") { try fitted.impute([rows[0], [1, 2, .infinity, 3]]) }
        refused("imputation.draws", "60") { try fitted.draws(rows, count: 61) }
        refused("imputation.draws must") { try fitted.draws(rows, count: -1) }
        refused("imputation.draws must", "not 9223372036854775807") { try fitted.draws(rows, count: .max) }
        refused("imputation.quantiles") { try fitted.quantiles([1.5], of: rows) }
        refused("imputation.sampler.sampleCount must") {
            try fitted.impute(rows, by: ImportanceResampling(sampleCount: 0))
        }
        refused("sampleCount must lie") { try fitted.logLikelihoods(of: rows, sampleCount: 0) }
        #expect(try fitted.draws(rows, count: 0).isEmpty)
        // A grid is for one or two latents.
        #expect(try fitted.impute(rows, by: ExactGrid(sidePointCount: 20)) != fitted.impute(rows))
        let wide = try LatentVariableModel(latentDimension: 3, decoder: LinearNetwork(), encoder: LinearNetwork()).fit(
            rows, training: TrainingOptions(steps: 2, heldOutShare: 0, closingSteps: 0))
        refused("imputation.sampler", "exactGrid") { try wide.impute(rows, by: ExactGrid()) }
    }

    @Test func textsNeedTables() throws {
        let table = try MixedTableExample.table()
        let fitted = try ComposedExample.model().fit(table, training: ComposedExample.training, seed: 1)
        let problems = ComposedExample.problems { _ = try fitted.impute([[170, 70, nil, nil]]) }
        #expect(problems.count == 2 && problems.allSatisfy { $0.contains("pass a Table") }, "\(problems)")
        let complete = try fitted.impute(table)
        for row in 0..<table.rowCount {
            for column in 0..<4 {
                #expect(!complete.isMissing(row: row, column: column))
                guard !table.isMissing(row: row, column: column) else { continue }
                #expect(complete.rawField(row: row, column: column) == table.rawField(row: row, column: column))
            }
        }
        #expect(complete.place(ofRow: 0) == "mixed.csv, line 2")
        #expect(try fitted.quantiles([0.2, 0.8], of: table).count == 2)
    }

    @Test func logLikelihoodsAreThoseOfImportanceSampling() throws {
        let rows = ComposedExample.rows()
        let fitted = try ComposedExample.fitted()
        let table = try Table(rows: rows)
        let dataset = try Dataset(table: table, schema: fitted.schema, layout: fitted.fitted.layout)
        let estimator = ImportanceLogLikelihood(
            model: fitted.model.model, store: fitted.model.store, sampleCount: 50,
            stream: RandomStream(seed: 3).child("logLikelihood"))
        let expected = try LogLikelihoods(
            standardised: estimator.estimate(dataset).map(\.logDensity), dataset: dataset, schema: fitted.schema,
            atoms: .none)
        #expect(try fitted.logLikelihoods(of: rows, sampleCount: 50) == expected)
        #expect(expected.original != expected.standardised)
    }
}
