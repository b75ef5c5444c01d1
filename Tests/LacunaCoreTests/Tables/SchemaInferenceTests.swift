import Foundation
import LacunaCore
import Testing

@Suite struct SchemaInferenceTests {
    private func infer(
        _ columns: [String: [String?]], _ declared: [String: ColumnKind] = [:]
    ) throws -> (schema: Schema, notes: [String]) {
        let names = columns.keys.sorted()
        let table = try Table(columnNames: names, columns: names.map { columns[$0] ?? [] })
        return try Schema.infer(from: table, declared: declared)
    }

    @Test func kindsFollowTheValues() throws {
        let many = (0..<120).map { "name \($0)" }
        let repeated = (0..<120).map { "name \($0 % 55)" }
        let cases: [(values: [String?], kind: ColumnKind, categories: [String])] = [
            (["1.5", nil, "2", "-3e2"], .continuous, []),
            (["0", "1", nil, "0"], .binary, ["0", "1"]),
            (["0", "1.0", "1", "1"], .binary, ["0", "1"]),
            (["1", "2", "2", "1"], .continuous, []),
            (["0", "0", "0"], .continuous, []),
            (["yes", "no", nil], .binary, ["no", "yes"]),
            (["b", "a", "ä", "c"], .categorical, ["a", "b", "c", "ä"]),
            (["x", "x", nil], .categorical, ["x"]),
            (many, .ignore, []),
            (repeated, .categorical, Array(Set(repeated)).sorted()),
            ([nil, nil], .continuous, []),
        ]
        for item in cases {
            let column = try infer(["x": item.values]).schema.columns[0]
            #expect(column.kind == item.kind && column.categories == item.categories, "\(item.values)")
        }
    }

    @Test func factsOfAColumn() throws {
        let schema = try infer(["x": ["1.25", nil, "2.5", "3.75", nil]]).schema
        let expected = Column(
            name: "x", kind: .continuous, mean: 2.5, standardDeviation: (3.125 / 3).squareRoot(), minimum: 1.25,
            maximum: 3.75, observedCount: 3, missingCount: 2, fractionDigits: 2)
        #expect(abs(schema.columns[0].standardDeviation - expected.standardDeviation) < 1e-15)
        var column = schema.columns[0]
        column.standardDeviation = expected.standardDeviation
        #expect(column == expected)
        let data = try JSONEncoder().encode(schema)
        #expect(try JSONDecoder().decode(Schema.self, from: data) == schema)
    }

    @Test func notesAskWhatTheDataCannotTell() throws {
        let years = (0..<30).map { "\(2007 + $0 % 3)" }
        #expect(
            try infer(["year": years]).notes == [
                "column \"year\" has 3 distinct whole numbers (2007, 2008, 2009) and is read as continuous; if they name "
                    + "groups, say so: --set data.columns.year=categorical"
            ])
        #expect(
            try infer(["row": (1...30).map { "\($0)" }]).notes == [
                "column \"row\" counts the rows (1 to 30) and is read as continuous; if it only numbers them, say so: "
                    + "--set data.columns.row=ignore"
            ])
        let identifiers: [String?] = (0..<99).map { "p\($0)" } + [nil]
        #expect(
            try infer(["id no": identifiers, "x": (0..<100).map { "\($0 * $0)" }]).notes == [
                "column \"id no\" has 99 distinct texts in 100 rows and is ignored as an identifier; its missing cell stays "
                    + "as it is; if they name groups, say so: --set 'data.columns[\"id no\"]=categorical'"
            ])
    }

    @Test func notesOnColumnsThatTeachNothing() throws {
        let inferred = try infer(["a": [nil, nil, nil], "b": ["5", nil, "5.0"], "c": ["x", nil, "x"]])
        #expect(
            inferred.notes == [
                "column \"a\" has no observed value, so nothing can be learned about it; its missing cells are filled with 0",
                "column \"b\" is constant: every observed value is 5; its standard deviation is taken as 1",
                "column \"c\" is constant: every observed value is \"x\"",
                "1 row has no observed value to impute from; such rows are imputed from what the other rows have in common",
            ])
        let columns = inferred.schema.columns
        #expect(columns[0].isAllMissing && columns[0].filler == "0" && !columns[0].isModelled)
        #expect(columns[1].isConstant && columns[1].standardDeviation == 1 && columns[1].mean == 5)
        #expect(try infer(["a": [nil, nil]], ["a": .ignore]).notes.count == 1)
    }

    @Test func notesOnColumnsThatAreAlmostNumbers() throws {
        let ages: [String?] = (0..<40).map { "\(20 + $0 % 25).5" } + ["?", "unknown"]
        let inferred = try infer(["age": ages])
        #expect(
            inferred.notes == [
                "column \"age\" is read as categorical, because table, row 41 has \"?\"; 40 of its 42 observed cells are "
                    + "numbers. If such texts stand for missing values, say so: --set 'data.missingTokens=[\"\", \"?\", "
                    + "\"unknown\"]'"
            ])
        let commas = try infer(["x": ["1,5", "2,5", "3,25"]]).notes
        #expect(commas.count == 1 && commas[0].contains("decimal comma"))
        let spaces = try infer(["x": ["a", "a ", "b"]]).notes
        #expect(spaces.count == 1 && spaces[0].contains("differ only in spaces"))
    }

    @Test func cellsThatContradictAreErrors() {
        #expect(
            dataProblems { _ = try infer(["x": ["1", "abc", "inf", "d", "e", "f"]], ["x": .continuous]) } == [
                "table, row 2, column \"x\": \"abc\" is not a number, but the column is declared continuous",
                "table, row 3, column \"x\": \"inf\" is no finite number, but the column is declared continuous; if it "
                    + "stands for a missing value, add it to data.missingTokens",
                "table, row 4, column \"x\": \"d\" is not a number, but the column is declared continuous",
                "and 2 more",
            ])
        #expect(
            dataProblems { _ = try infer(["x": ["1", "NaN", "2"]]) } == [
                "table, row 2, column \"x\": \"NaN\" is no finite number and so cannot stand in a column of numbers; if it "
                    + "stands for a missing value, add it to data.missingTokens"
            ])
        #expect(
            dataProblems { _ = try infer(["sex": ["m", "f", "d"]], ["sex": .binary, "sec": .ignore]) } == [
                "data.columns.sec: table has no column \"sec\"; did you mean \"sex\"?",
                "table, column \"sex\": it is declared binary, but has 3 distinct values (\"d\", \"f\", \"m\"); declare it "
                    + "categorical, or add what stands for missing to data.missingTokens",
            ])
        let codes = (0..<2500).map { "c\($0 % 1250)" }
        #expect(
            dataProblems { _ = try infer(["code": codes]) } == [
                "table, column \"code\": 1250 categories are too many (at most 1000); ignore the column: --set "
                    + "data.columns.code=ignore"
            ])
    }

    @Test func declaredKindsGoFirst() throws {
        let numbers = ["10", "9", "1.0", "1", "9"]
        let categorical = try infer(["x": numbers], ["x": .categorical]).schema.columns[0]
        #expect(categorical.categories == ["1", "1.0", "9", "10"])
        let binary = try infer(["x": ["2", "1", "2.0", "1"]], ["x": .binary]).schema.columns[0]
        #expect(binary.categories == ["1", "2"])
        let single = try infer(["x": ["yes", nil]], ["x": .binary]).schema.columns[0]
        #expect(single.categories == ["yes"] && single.isConstant)
        #expect(try infer(["x": ["0", "1"]], ["x": .continuous]).schema.columns[0].kind == .continuous)
        #expect(try infer(["x": ["0", "1"]], ["x": .ignore]).schema.columns[0].isModelled == false)
    }

    @Test func hugeNumbersHaveFiniteScales() throws {
        let column = try infer(["x": ["1.7e308", "-1.7e308", "-1.7e308", "3"]]).schema.columns[0]
        #expect(column.mean.isFinite && column.standardDeviation.isFinite && column.standardDeviation > 1e307)
    }
}
