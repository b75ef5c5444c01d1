import LacunaCommand
import Testing

/// The same seed gives the same bytes, whatever else is different.
@Suite struct DeterminismTests {
    private let draws = "--draws 1 --set imputation.quantiles=[0.5] -q"

    /// The completed tables of a command line, one after the other.
    private func completed(_ sandbox: CommandSandbox, _ more: String) throws -> String {
        let outcome = sandbox.impute("data.csv", "--output @out.csv \(draws) \(more)")
        #expect(outcome.status == 0, "\(outcome.messages)")
        return try sandbox.read("out.1.csv") + sandbox.read("out.q0.5.csv")
    }

    @Test func threadsAndBatchesChangeNothing() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let reference = try completed(sandbox, "--threads 1")
        for more in ["--threads 2", "--threads 3", "--threads 2 --set imputation.batchSize=64"] {
            #expect(try completed(sandbox, more) == reference, "\(more)")
        }
        #expect(try completed(sandbox, "--seed 2") != reference)
    }

    @Test func savedModelsImputeTheSameInAnyOrder() throws {
        let sandbox = try CommandSandbox()
        // Two equal rows draw different values, by the order among them.
        let rows = ExampleTable.rows() + ["171.0,,male,b", "171.0,,male,b"]
        try sandbox.write(([ExampleTable.header] + rows).joined(separator: "\n") + "\n", to: "data.csv")
        let reference = try completed(sandbox, "--save @model.safetensors")
        let again = sandbox.run("impute @data.csv --output @out.csv --model @model.safetensors \(draws)")
        #expect(again.status == 0)
        #expect(try sandbox.read("out.1.csv") + sandbox.read("out.q0.5.csv") == reference)

        let order = rows.indices.map { ($0 * 7 + 3) % rows.count }
        let permuted = ([ExampleTable.header] + order.map { rows[$0] }).joined(separator: "\n") + "\n"
        try sandbox.write(permuted, to: "permuted.csv")
        let other = sandbox.run("impute @permuted.csv --output @p.csv --model @model.safetensors \(draws)")
        #expect(other.status == 0)
        let before = ExampleTable.lines(try sandbox.read("out.1.csv"))
        let after = ExampleTable.lines(try sandbox.read("p.1.csv"))
        #expect(before.sorted() == after.sorted())
        #expect(Set(before.suffix(2)).count == 2)
        for (place, row) in order.enumerated() where row < rows.count - 2 {
            #expect(after[place + 1] == before[row + 1])
        }
    }
}
