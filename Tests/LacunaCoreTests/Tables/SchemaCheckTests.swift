import LacunaCore
import Testing

@Suite struct SchemaCheckTests {
    private func fitted() throws -> Schema {
        let text = "age,sex,eyes,note\n30,m,blue,\n40,f,green,\n50,f,brown,\n"
        return try Schema.infer(from: try csvTable(text)).schema
    }

    @Test func columnsAreFoundByName() throws {
        let schema = try fitted()
        let other = try csvTable("eyes,note,sex,age\nblue,,m,35\n,,,\n")
        #expect(try schema.positions(in: other) == [3, 2, 0, 1])
        #expect(
            try schema.check(other) == [
                "column \"age\" had no missing cell in training and has 1 now",
                "column \"sex\" had no missing cell in training and has 1 now",
                "column \"eyes\" had no missing cell in training and has 1 now",
            ])
    }

    @Test func otherColumnsAreErrors() throws {
        let schema = try fitted()
        #expect(
            dataProblems { try schema.check(try csvTable("agee,sex,eyes,extra\n1,m,blue,2\n")) } == [
                "t.csv has no column \"age\", which the training data have; is it \"agee\", which the training data do not "
                    + "have?",
                "t.csv has no column \"note\", which the training data have; add it, empty where nothing is known",
                "t.csv has a column \"agee\", which the training data do not have; leave it out",
                "t.csv has a column \"extra\", which the training data do not have; leave it out",
            ])
    }

    @Test func otherValuesAreErrors() throws {
        let schema = try fitted()
        #expect(
            dataProblems { try schema.check(try csvTable("age,sex,eyes,note\n?,x,greem,\ninf,m,blue,\n")) } == [
                "t.csv, line 2, column \"age\": \"?\" is not a number, but the column was continuous in training",
                "t.csv, line 3, column \"age\": \"inf\" is no finite number; if it stands for a missing value, add it to "
                    + "data.missingTokens",
                "t.csv, line 2, column \"sex\": \"x\" did not occur in training; known: \"f\", \"m\"",
                "t.csv, line 2, column \"eyes\": \"greem\" did not occur in training; known: \"blue\", \"brown\", \"green\"; "
                    + "did you mean \"green\"?",
            ])
    }

    @Test func manyUnknownCellsOfAColumnAreCounted() throws {
        let rows = String(repeating: "30,x,blue,\n", count: 8)
        let found = dataProblems { try fitted().check(try csvTable("age,sex,eyes,note\n" + rows)) }
        #expect(found.count == 4 && found.last == "and 5 more")
    }

    @Test func farAndUselessValuesAreNoted() throws {
        let notes = try fitted().check(try csvTable("age,sex,eyes,note\n1e9,m,blue,hello\n"))
        #expect(
            notes == [
                "column \"age\": t.csv, line 2 has a number more than 1000 standard deviations from the mean in training (1 "
                    + "such cell); check its unit",
                "column \"note\" had no observed value in training; its observed cells tell the model nothing",
            ])
    }

    @Test func otherWaysToWriteANumberAreTheSameCategory() throws {
        let training = try csvTable("x,y\n1,a\n2,b\n3,c\n")
        let schema = try Schema.infer(from: training, declared: ["x": .categorical]).schema
        let layout = FeatureLayout(schema)
        let dataset = try Dataset(table: try csvTable("x,y\n2.0,a\n"), schema: schema, layout: layout)
        #expect(dataset.values == [0, 1, 0, 1, 0, 0])
    }
}
