import Foundation
import Lacuna
import Testing

/// A saved and loaded model completes rows the same; a file that is not a whole model is refused with a sentence.
@Suite struct ModelFileTests {
    /// A folder of its own for one test.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "lacuna-model-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
        func path(_ name: String) -> String { url.appending(path: name).path }
    }

    private static func problem(_ path: String) throws -> LacunaError? {
        let catalog = try Catalog.bundled()
        return #expect(throws: LacunaError.self, "\(path) was read") {
            _ = try ModelFile.read(path: path, catalog: catalog)
        }
    }

    @Test func loadedModelsCompleteTheSame() throws {
        let folder = try Folder()
        let path = folder.path("model.safetensors")
        let fitted = try MixedTableExample.fitted()
        try ModelFile.write(fitted, path: path)
        let loaded = try ModelFile.read(path: path, catalog: Catalog.bundled())
        #expect(loaded.schema == fitted.schema)
        #expect(loaded.blueprint.configuration == fitted.blueprint.configuration)
        // The rows of the fit, and others.
        for text in [MixedTableExample.text(), MixedTableExample.text(rowCount: 20, seed: 77)] {
            let table = try MixedTableExample.table(text)
            let results = try [fitted, loaded].map { model in
                try model.complete(
                    table, request: MixedTableExample.request, context: ImputerContext(blueprint: model.blueprint))
            }
            let areSame = results[0].bits == results[1].bits
            #expect(areSame)
            #expect(results[0].diagnostics == results[1].diagnostics)
        }
        // Written again it is the same file.
        try ModelFile.write(loaded, path: folder.path("again.safetensors"))
        let files = try ["model", "again"].map { try SafetensorsFile.read(path: folder.path("\($0).safetensors")) }
        let areWrittenTheSame = files[0].tensors.map(\.bytes) == files[1].tensors.map(\.bytes)
        #expect(areWrittenTheSame)
    }

    @Test func samplersCanBeExchangedOnLoading() throws {
        let folder = try Folder()
        let path = folder.path("model.safetensors")
        try ModelFile.write(MixedTableExample.fitted(), path: path)
        let loaded = try ModelFile.read(
            path: path, catalog: Catalog.bundled(), overrides: ["imputation.sampler.sampleCount=50"])
        #expect((loaded.blueprint.sampler as? ImportanceResampling)?.sampleCount == 50)
    }

    /// Files whose content was changed, each with words of the sentence that refuses it.
    @Test func otherFilesAreRefused() throws {
        let folder = try Folder()
        let good = folder.path("model.safetensors")
        try ModelFile.write(MixedTableExample.fitted(), path: good)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: good)))

        func refused(_ name: String, _ words: [String], _ content: [UInt8]) throws {
            let path = folder.path(name)
            try Data(content).write(to: URL(filePath: path))
            let error = try Self.problem(path)
            let text = error?.description ?? ""
            #expect(error?.kind == .file || error?.kind == .configuration, "\(name): \(text)")
            #expect((words + [name]).allSatisfy { text.contains($0) } && text.count > 40, "\(name): \(text)")
        }
        func changed(_ name: String, _ words: [String], _ change: (inout SafetensorsFile) throws -> Void) throws {
            var file = try SafetensorsFile.read(path: good)
            try change(&file)
            try refused(name, words, file.encoded())
        }
        for length in [0, 7, 100, bytes.count / 2, bytes.count - 1] {
            try refused("truncated-\(length)", [], Array(bytes.prefix(length)))
        }
        try refused("text.csv", [], Array("a,b\n1,2\n".utf8))
        var flipped = bytes
        flipped[bytes.count - 3] ^= 4
        try refused("flipped", ["checksum"], flipped)
        try changed("foreign", ["not a Lacuna model"]) { $0.metadata = ["format": "pt"] }
        try changed("newer", ["version 2", "newer lacuna"]) { $0.metadata["formatVersion"] = "2" }
        try changed("unversioned", ["version"]) { $0.metadata["formatVersion"] = nil }
        try changed("no-schema", ["schema"]) { $0.metadata["schema"] = nil }
        try changed("bad-schema", ["schema"]) { $0.metadata["schema"] = "{" }
        try changed("no-configuration", ["configuration"]) { $0.metadata["configuration"] = nil }
        try changed("bad-configuration", ["configuration"]) { $0.metadata["configuration"] = "{ seed: " }
        // Changes that leave everything readable: another scale of a column, another network.
        for (name, key, old, new) in [
            ("other-scale", "schema", "\"mean\":1", "\"mean\":2"),
            ("other-activation", "configuration", "tanh", "relu"),
        ] {
            try changed(name, ["checksum"]) { file in
                let text = try #require(file.metadata[key])
                file.metadata[key] = text.replacing(old, with: new)
                #expect(file.metadata[key] != text)
            }
        }
        try changed("no-checksum", ["checksum"]) { $0.metadata["checksum"] = nil }
        try changed("other-parameters", ["checksum"]) { file in
            file.tensors = try file.tensors.map { tensor in
                SafetensorsFile.Tensor(
                    name: tensor.name, shape: tensor.shape, try file.floats(tensor.name).map { $0 + 1 })
            }
        }
    }

    /// Parameters that do not fit the configuration: all are told at once.
    @Test func parametersMustFit() throws {
        let fitted = try MixedTableExample.fitted()
        var contents = fitted.imputer.contents
        contents.entries[0].name = "decoder.other"
        contents.entries[1].shape = [1, 1, 1]
        let context = ImputerContext(blueprint: fitted.blueprint)
        let wrong = contents
        let error = #expect(throws: LacunaError.self) {
            _ = try fitted.blueprint.imputer.restore(wrong, layout: fitted.layout, context: context)
        }
        let missing = fitted.imputer.contents.entries[0].name
        #expect(error?.problems.contains { $0.contains("no parameter \(missing)") } == true)
        #expect(error?.problems.contains { $0.contains(contents.entries[1].name) && $0.contains("[1, 1, 1]") } == true)
        #expect(error?.problems.contains { $0.contains("decoder.other") } == true)
    }
}
