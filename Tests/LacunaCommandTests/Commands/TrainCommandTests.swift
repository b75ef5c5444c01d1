import Foundation
import LacunaCommand
import Testing

@Suite struct TrainCommandTests {
    @Test func aModelIsFittedToTheTableOfTheConfiguration() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        try sandbox.write(
            """
            // The path is relative to this file.
            { data: { path: "data.csv" }, method: "mvae", model: { decoder: { hidden: [8] }, encoder: { hidden: [8] } },
              training: { steps: 60, closingSteps: 0 }, imputation: { sampler: { sampleCount: 100 } } }
            """, to: "survey.json5")
        let outcome = sandbox.run("train @survey.json5 --seed 5")
        #expect(outcome.status == 0)
        #expect(outcome.messages.contains("mvae: 60 steps, bound "))
        #expect(outcome.messages.contains("model saved in \(sandbox.path("survey.safetensors"))"))
        // Fitting and completing in one go comes to the same.
        #expect(sandbox.run("impute @data.csv --model @survey.safetensors -o @a.csv -q").status == 0)
        #expect(sandbox.run("impute @data.csv --config @survey.json5 --seed 5 -o @b.csv -q").status == 0)
        #expect(try sandbox.bytes("a.csv") == sandbox.bytes("b.csv"))
        #expect(sandbox.run("train @survey.json5 -o @data.csv").status == 2)
        #expect(sandbox.run("train @survey.json5 -o @survey.json5").status == 2)
    }
}
