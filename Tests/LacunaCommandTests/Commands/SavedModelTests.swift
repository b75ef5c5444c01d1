import Foundation
import LacunaCommand
import LacunaCore
import Testing

/// Model files that do not suit: a sentence, status 2.
@Suite struct SavedModelTests {
    @Test func filesThatAreNoModelsAreRefused() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        #expect(sandbox.impute("data.csv", "--save @model -q").status == 0)
        let bytes = try sandbox.bytes("model")
        let file = try SafetensorsFile.read(path: sandbox.path("model"))
        func variant(_ name: String, _ change: (inout SafetensorsFile) -> Void) throws {
            var changed = file
            change(&changed)
            try changed.write(path: sandbox.path(name))
        }
        try Data(bytes.prefix(bytes.count - 100)).write(to: URL(filePath: sandbox.path("short")))
        try variant("foreign") { $0.metadata["format"] = "pt" }
        try variant("newer") { $0.metadata["formatVersion"] = "99" }
        try variant("damaged") { $0.metadata["checksum"] = "0" }
        try variant("lacking") { file in
            file.tensors.removeFirst()
            file.metadata["checksum"] = file.dataChecksum
        }
        let cases = [
            ("nosuch", "cannot read"), ("data.csv", "is not a safetensors file"), ("short", "is truncated"),
            ("foreign", "is not a Lacuna model"), ("newer", "version 99"), ("damaged", "is damaged"),
            ("lacking", "has no parameter"),
        ]
        for (name, expected) in cases {
            let outcome = sandbox.run("impute @data.csv --output @out.csv --model @\(name)")
            #expect(outcome.status == 2 && outcome.messages.contains(expected), "\(name): \(outcome.messages)")
        }
        #expect(try !sandbox.names().contains("out.csv"))
    }

    @Test func tablesOfAnotherKindAreRefused() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        #expect(sandbox.impute("data.csv", "--save @model -q").status == 0)
        let cases = [
            ("height,weight,sex\n1,2,male\n", ["no column \"group\""]),
            ("height,weight,sex,group,more\n1,2,male,a,3\n", ["a column \"more\", which the training data do not"]),
            ("height,weight,sex,gruop\n1,2,male,a\n", ["no column \"group\"", "is it \"gruop\""]),
            ("height,weight,sex,group\n1,,male,d\n", ["line 2, column \"group\": \"d\" did not occur in training"]),
            ("height,weight,sex,group\ntall,,male,a\n", ["\"tall\" is not a number"]),
        ]
        for (text, expected) in cases {
            try sandbox.write(text, to: "other.csv")
            let outcome = sandbox.run("impute @other.csv --model @model")
            let isTold = expected.allSatisfy { outcome.messages.contains($0) }
            #expect(outcome.status == 2 && isTold, "\(text): \(outcome.messages)")
        }
        // Columns in another order are the same columns, and a row alone is a table.
        try sandbox.write("group,sex,height,weight\nb,male,175.0,\n", to: "other.csv")
        let outcome = sandbox.run("impute @other.csv --model @model --set imputation.summary=median")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try sandbox.read("other.imputed.csv").hasPrefix("group,sex,height,weight\nb,male,175.0,"))
    }
}
