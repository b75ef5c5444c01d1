import Foundation
import LacunaCommand
import Testing

/// Command lines, configurations and paths that cannot be used: all problems at once, status 2, nothing lost.
@Suite struct BadUsageTests {
    @Test func eachMistakeIsASentence() throws {
        let cases: [(line: String, expected: [String])] = [
            ("", ["Usage: lacuna COMMAND"]),
            ("imputt @data.csv", ["unknown command \"imputt\"; did you mean \"impute\"?"]),
            ("impute", ["DATA.csv is missing"]),
            ("impute @data.csv --drws 3", ["unknown option --drws; did you mean --draws?"]),
            ("impute @data.csv --threads 0 --draws -1", ["--threads: \"0\"", "--draws: \"-1\""]),
            ("impute @nosuch.csv", ["cannot read", "nosuch.csv", "check the path"]),
            ("impute @data.csv --config @nosuch.json5", ["cannot read", "nosuch.json5"]),
            ("impute @data.csv --method miwea", ["no method is named \"miwea\"; did you mean \"miwae\"?"]),
            (
                "impute @data.csv --set trainig.steps=3 --set model.prior=x --set training.steps=-1",
                [
                    "3 problems", "did you mean \"training\"?", "no prior is named \"x\"",
                    "must lie between 1 and",
                ]
            ),
            ("impute @data.csv --config @bad.json5", ["bad.json5:2:3: trainin", "bad.json5:3:", "mehtod"]),
            ("impute @data.csv --output @data.csv", ["is the input itself, which is never overwritten"]),
            ("impute @data.csv --output @link.csv", ["is the input itself"]),
            ("impute @data.csv --save @data.csv", ["is the input itself"]),
            ("impute @data.csv --output @o.csv --save @o.csv", ["too; name another file"]),
            ("impute @data.csv --output @none/o.csv", ["there is no folder"]),
            (
                "impute @data.csv --responsibilities @r.csv",
                ["model.prior: standardNormal has no clusters", "gaussianMixture"]
            ),
            (
                "impute @data.csv --method columnMean --responsibilities @r.csv",
                ["the imputer columnMean has no latent variables"]
            ),
            (
                "impute @data.csv --set model.prior=gaussianMixture --responsibilities @data.csv",
                ["is the input itself"]
            ),
            (
                "impute @data.csv --set model.prior=gaussianMixture --output @o.csv --responsibilities @o.csv --save @o.csv",
                ["3 problems", "--save", "--responsibilities", "is the file of --save too"]
            ),
            (
                "impute @data.csv --set model.prior=gaussianMixture --set model.prior.componentCount=0",
                ["model.prior.componentCount", "must lie between 1 and 1000, not 0"]
            ),
            ("impute @data.csv --output @", ["it is a folder"]),
            ("impute @data.csv --set imputation.quantiles=[0.5,0.5]", ["would be written twice"]),
            ("impute @data.csv --long", ["--long needs draws", "--draws 20"]),
            ("impute @data.csv --long --draws 0", ["--long needs draws"]),
            ("impute @data.csv --long --draws 2 --output @data.csv", ["is the input itself"]),
            ("impute /dev/stdin", ["--output"]),
            (
                "impute @data.csv --model @m --config @bad.json5 --method miwae --ignore a --save @s --set training.steps=3",
                [
                    "5 problems", "--config cannot", "--method cannot", "--ignore cannot", "--save has",
                    "--set training.steps",
                ]
            ),
            ("evaluate @data.csv", ["--mask is missing"]),
            ("evaluate @data.csv --mask mcra:0.5", ["no mask generator is named \"mcra\"; did you mean \"mcar\"?"]),
            ("evaluate @data.csv --mask mcar:2", ["must be greater than 0 and less than 1, not 2"]),
            ("evaluate @data.csv --mask mcar:0.5 --draws 1", ["--draws: \"1\" has no spread", "from 2, or 0"]),
            ("evaluate @data.csv --mask mcar:0.5 --draws -3", ["--draws: \"-3\" is out of range"]),
            ("evaluate @data.csv --mask mcar:0.5 --draws few", ["--draws: \"few\" is not a whole number"]),
            (
                "evaluate @words.csv --mask mcar:0.5 --draws 5",
                ["words.csv: no column is continuous", "leave --draws out"]
            ),
            ("evaluate @data.csv --mask mcar:0.5 --methods a,miwae,b", ["no method is named \"a\"", "named \"b\""]),
            ("train @empty.json5", ["data.path is missing"]),
            ("components samplr", ["no family of parts is named \"samplr\"; did you mean \"sampler\"?"]),
            ("components optimizer adm", ["no optimizer is named \"adm\"; did you mean \"adam\"?"]),
            ("config check @bad.json5", ["2 problems"]),
            ("config sho", ["did you mean \"show\"?"]),
            ("cite --method x", ["no method is named \"x\""]),
        ]
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        try sandbox.write("{\n  trainin: { steps: 3 },\n  mehtod: \"miwae\" }", to: "bad.json5")
        try sandbox.write("{}", to: "empty.json5")
        try sandbox.write("a,b\nyes,u\nno,v\nyes,w\n", to: "words.csv")
        try FileManager.default.createSymbolicLink(
            atPath: sandbox.path("link.csv"), withDestinationPath: sandbox.path("data.csv"))
        let before = try sandbox.names()
        for example in cases {
            let outcome = sandbox.run(example.line)
            let isTold = example.expected.allSatisfy { (outcome.messages + outcome.output).contains($0) }
            let expectedStatus: Int32 = example.line.isEmpty ? 0 : 2
            #expect(
                outcome.status == expectedStatus && isTold, "\(example.line): \(outcome.status) \(outcome.messages)")
        }
        #expect(try sandbox.names() == before)
        #expect(try sandbox.read("data.csv") == ExampleTable.text())
    }
}
