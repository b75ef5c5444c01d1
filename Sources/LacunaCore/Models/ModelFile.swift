import Foundation
import LacunaTensors

/// A fitted table as one `safetensors` file: parameters as tensors, everything else in the header's metadata.
///
/// The file can be read from other languages; it is checked on load and replaced atomically.
public enum ModelFile {
    /// The version of the format that this program writes and the newest that it reads.
    public static let formatVersion = 1
    private static let format = "lacuna-model"

    /// Writes a fitted table.
    ///
    /// - Throws: `LacunaError` where the file cannot be written; an older file is then as it was.
    public static func write(_ fitted: FittedTable, path: String) throws {
        let contents = fitted.imputer.contents
        let tensors = contents.entries.map { entry in
            contents.precision == .float32
                ? SafetensorsFile.Tensor(name: entry.name, shape: entry.shape, entry.numbers.map { Float($0) })
                : SafetensorsFile.Tensor(name: entry.name, shape: entry.shape, entry.numbers)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let blueprint = fitted.blueprint
        var metadata = [
            "format": format, "formatVersion": "\(formatVersion)", "precision": contents.precision.rawValue,
            "instructionSet": InstructionSet.current,
            "configuration": try ConfigurationDecoding.effective(
                blueprint.configuration, catalog: blueprint.catalog
            ).rendered(pretty: false),
            "schema": String(decoding: try encoder.encode(fitted.schema), as: UTF8.self),
        ]
        let libraries = blueprint.catalog.libraries(usedBy: blueprint.configuration)
        if !libraries.isEmpty { metadata["plugins"] = libraries.map(\.name).joined(separator: "\n") }
        if let record = fitted.imputer.record {
            metadata["training"] = String(decoding: try encoder.encode(record), as: UTF8.self)
        }
        var file = SafetensorsFile(name: path, metadata: metadata, tensors: tensors)
        file.seal()
        try file.write(path: path)
    }

    /// Reads a fitted table.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - catalog: Where the parts are looked up.
    ///   - overrides: Texts `path=value` for keys that do not change what was fitted, such as the sampler's.
    /// - Throws: `LacunaError` where the file is not a whole model file of a version that this program knows.
    public static func read(path: String, catalog: Catalog, overrides: [String] = []) throws -> FittedTable {
        let file = try SafetensorsFile.read(path: path)
        guard file.metadata["format"] == format else {
            throw LacunaError(.file, "\(path) is not a Lacuna model: it is a safetensors file of something else")
        }
        guard let text = file.metadata["formatVersion"], let version = Int(text) else {
            throw LacunaError(
                .file, "\(path) does not say which version of the model format it has; fit the model again")
        }
        guard version <= formatVersion else {
            throw LacunaError(
                .file,
                """
                \(path) has version \(version) of the model format, but this program reads versions up to \
                \(formatVersion); use a newer lacuna
                """)
        }
        guard file.hasSoundData else {
            throw LacunaError(
                .file, "\(path) is damaged: its parameters do not match their checksum; fit the model again")
        }
        guard file.hasSoundMetadata else {
            throw LacunaError(
                .file,
                "\(path) is damaged: its configuration or schema does not match its checksum; fit the model again")
        }
        guard let configurationText = file.metadata["configuration"], let schemaText = file.metadata["schema"],
            let precision = file.metadata["precision"].flatMap(Precision.init(rawValue:)),
            let schema = try? JSONDecoder().decode(Schema.self, from: Data(schemaText.utf8))
        else {
            throw LacunaError(
                .file, "\(path) is damaged: its configuration or schema cannot be read; fit the model again")
        }
        let configuration = try Configuration.read(
            text: configurationText, file: "the configuration in \(path)", overrides: overrides, catalog: catalog,
            whereUnknown: missingLibraries(file, path: path, catalog: catalog))
        let blueprint = try Blueprint(configuration, catalog: catalog)
        let layout = FeatureLayout(schema)
        let entries = try file.tensors.map { tensor in
            FittedContents.Entry(
                name: tensor.name, shape: tensor.shape,
                numbers: tensor.elementType == .float32
                    ? try file.floats(tensor.name).map { Double($0) } : try file.doubles(tensor.name))
        }
        let imputer = try blueprint.imputer.restore(
            FittedContents(
                entries: entries, precision: precision,
                record: file.metadata["training"].flatMap {
                    try? JSONDecoder().decode(TrainingRecord.self, from: Data($0.utf8))
                }), layout: layout,
            context: ImputerContext(blueprint: blueprint))
        return FittedTable(blueprint: blueprint, schema: schema, imputer: imputer)
    }

    /// What to do about parts from libraries that the model was fitted with; a model file loads none by itself, since it is
    /// data, and data should not run code.
    private static func missingLibraries(_ file: SafetensorsFile, path: String, catalog: Catalog) -> String? {
        let known = Set(catalog.libraries.map(\.name))
        let names = (file.metadata["plugins"] ?? "").split(separator: "\n").map(String.init)
        let missing = names.filter { !known.contains($0) }
        guard !missing.isEmpty else { return nil }
        return """
            \(path) was fitted with parts of \(missing.joined(separator: " and ")); say where to find \
            \(missing.count == 1 ? "it" : "them"): \(missing.map { "--plugin \($0)" }.joined(separator: " ")), or in code \
            Catalog.adding(pluginLibraries:)
            """
    }
}
