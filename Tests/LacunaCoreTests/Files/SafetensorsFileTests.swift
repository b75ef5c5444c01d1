import LacunaCore
import Testing

@Suite struct SafetensorsFileTests {
    static let example = SafetensorsFile(
        name: "model", metadata: ["version": "1", "config": "{\"a\": \"é\\n🧩\"}"],
        tensors: [
            .init(name: "rows", shape: [2, 2], [1, -2, Int.min, Int.max]),
            .init(name: "flags", elementType: .uint8, shape: [3], bytes: [0, 1, 255]),
            .init(name: "weights", shape: [3, 1], [Float(1.5), -0.0, .leastNonzeroMagnitude]),
            .init(name: "bias", [Double.pi]), .init(name: "empty", shape: [0, 4], [Float]()),
            .init(name: "scalar", shape: [], [Float(7)]),
        ])

    @Test func comesBackUnchanged() throws {
        let file = try SafetensorsFile(bytes: Self.example.encoded(), name: "copy")
        #expect(file.metadata == Self.example.metadata)
        #expect(file.tensors.sorted { $0.name < $1.name } == Self.example.tensors.sorted { $0.name < $1.name })
        #expect(
            try file.floats("weights").map(\.bitPattern)
                == [Float(1.5), -0.0, .leastNonzeroMagnitude].map(\.bitPattern))
        #expect(try file.doubles("bias") == [Double.pi])
        #expect(try file.integers("rows") == [1, -2, Int.min, Int.max])
        #expect(try file.floats("scalar") == [7] && file.tensor("scalar").shape == [])
    }

    @Test func bytesAreThoseOfTheFormat() {
        let file = SafetensorsFile(metadata: ["k": "v"], tensors: [.init(name: "a", [Float(1)])])
        let header = #"{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        #expect(
            file.encoded() == [UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(padded.utf8) + [0, 0, 0x80, 0x3F])
        #expect(SafetensorsFile().encoded() == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    }

    @Test func orderOfTheTensorsDoesNotMatter() throws {
        var other = Self.example
        other.tensors.reverse()
        #expect(other.encoded() == Self.example.encoded())
        #expect(other.dataChecksum == Self.example.dataChecksum)
        let stored = try SafetensorsFile(bytes: other.encoded(), name: "stored")
        #expect(stored.tensors.map(\.name) == ["bias", "rows", "empty", "scalar", "weights", "flags"])
    }

    @Test func goesThroughADisk() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("model.safetensors", "old")
        try Self.example.write(path: path)
        #expect(try FileContents.read(path: path) == Self.example.encoded())
        #expect(try SafetensorsFile.read(path: path).encoded() == Self.example.encoded())
    }

    @Test func checksumsAreThoseOfZlib() {
        #expect(SafetensorsFile.checksum(Array("123456789".utf8)) == "cbf43926")
        #expect(SafetensorsFile.checksum([]) == "00000000")
        let file = SafetensorsFile(tensors: [
            .init(name: "b", elementType: .uint8, shape: [4], bytes: Array("6789".utf8)),
            .init(name: "a", elementType: .uint8, shape: [5], bytes: Array("12345".utf8)),
        ])
        #expect(file.dataChecksum == "cbf43926")
    }

    @Test func missingTensorsAndOtherTypesAreTold() {
        let file = Self.example
        let cases: [(() throws -> Void, String)] = [
            (
                { _ = try file.floats("wieghts") },
                "model has no tensor \"wieghts\" (it has bias, empty, flags, rows, scalar, weights)"
                    + "; did you mean \"weights\"?"
            ),
            ({ _ = try file.floats("bias") }, "model: tensor \"bias\" holds F64; expected F32"),
            ({ _ = try file.doubles("rows") }, "model: tensor \"rows\" holds I64; expected F64"),
            ({ _ = try file.integers("weights") }, "model: tensor \"weights\" holds F32; expected I64"),
            ({ _ = try SafetensorsFile().tensor("x") }, "the file has no tensor \"x\" (it has none)"),
        ]
        for (body, sentence) in cases { #expect(problems(body) == [sentence]) }
    }
}
