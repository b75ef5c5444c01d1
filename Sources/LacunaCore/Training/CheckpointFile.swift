import Foundation
import LacunaTensors

/// A checkpoint of training as one `safetensors` file: numbers as tensors, in their own width, texts in the metadata.
///
/// The file is checked on load and replaced atomically. It belongs to one table, and to one configuration but for the keys
/// that cannot change the fit.
public enum CheckpointFile {
    /// The version of the format that this program writes and the only one that it reads.
    public static let formatVersion = 1
    private static let format = "lacuna-checkpoint"

    /// The path of the checkpoint of a model file.
    public static func path(besides model: String) -> String { model + ".checkpoint" }

    /// Writes a checkpoint.
    ///
    /// - Parameters:
    ///   - checkpoint: The state of the run.
    ///   - blueprint: The configuration that it belongs to.
    ///   - schema: The schema of the table that it belongs to.
    ///   - path: The file.
    /// - Throws: `LacunaError` where the file cannot be written; an older file is then as it was.
    public static func write(
        _ checkpoint: TrainingCheckpoint, blueprint: Blueprint, schema: Schema, path: String
    ) throws {
        var metadata = [
            "format": format, "formatVersion": "\(formatVersion)", "precision": checkpoint.precision.rawValue,
            "instructionSet": InstructionSet.current, "phase": checkpoint.progress.phase.rawValue,
            "configuration": try effective(blueprint).rendered(pretty: false), "schema": try text(schema),
            "rowCount": "\(checkpoint.fingerprint.rowCount)", "tableChecksum": checkpoint.fingerprint.checksum,
        ]
        let libraries = blueprint.catalog.libraries
        if !libraries.isEmpty {
            metadata[librariesKey] = libraries.map { "\($0.checksum) \($0.name)" }.joined(separator: "\n")
        }
        var file = SafetensorsFile(name: path, metadata: metadata, tensors: CheckpointTensors.tensors(of: checkpoint))
        file.seal()
        try file.write(path: path)
    }

    /// Reads a checkpoint.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - blueprint: The configuration to go on with; all that can change the fit must be that of the checkpoint.
    ///   - schema: The schema of the table to go on with. Whether its rows are the same is checked by training.
    /// - Throws: `LacunaError` where there is no such file, it is damaged, or belongs to another configuration or table.
    public static func read(path: String, blueprint: Blueprint, schema: Schema) throws -> TrainingCheckpoint {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LacunaError(.file, "there is no checkpoint \(path) to go on from; train from the start")
        }
        let file: SafetensorsFile
        let bytes = try FileContents.read(path: path)
        do {
            file = try SafetensorsFile(bytes: bytes, name: path)
        } catch {
            throw damaged(path, "it is no whole safetensors file")
        }
        guard file.metadata["format"] == format else {
            throw LacunaError(
                .file,
                """
                \(path) is not a checkpoint of Lacuna: it is a safetensors file of something else; name another model \
                file, or train anew
                """)
        }
        guard file.metadata["formatVersion"] == "\(formatVersion)" else {
            throw LacunaError(
                .file,
                """
                \(path) has version \(file.metadata["formatVersion"] ?? "?") of the checkpoint format, but this program \
                reads version \(formatVersion); use the lacuna that made it, or train anew without it
                """)
        }
        guard file.hasSoundData, file.hasSoundMetadata else { throw damaged(path, "it does not match its checksums") }
        guard let configuration = file.metadata["configuration"], let schemaText = file.metadata["schema"],
            let kept = try? JSON5Reader.read(configuration, file: path)
        else { throw damaged(path, "its configuration or schema cannot be read") }
        try check(kept, blueprint, path)
        guard try schemaText == text(schema) else {
            throw LacunaError(
                .data,
                """
                \(path) belongs to another table: its columns, their kinds, categories or scales differ; go on with the \
                table that it was made from, or train anew without it
                """)
        }
        guard var checkpoint = CheckpointTensors.checkpoint(in: file) else {
            throw damaged(path, "numbers are missing or out of range")
        }
        checkpoint.name = path
        if let instructionSet = file.metadata["instructionSet"] { checkpoint.instructionSet = instructionSet }
        checkpoint.changedLibraries = changedLibraries(file, blueprint.catalog)
        return checkpoint
    }

    /// The key of the metadata with the plug-in libraries: a line each, of the checksum and the name of the file.
    private static let librariesKey = "libraries"

    /// The libraries of a checkpoint that are not loaded as they were, wherever they lie.
    ///
    /// That is told and not refused: a library has to be built again with every new build of the program, mostly from the
    /// same sources, and a checkpoint does not depend on the build of the program either. One that is loaded besides
    /// does no harm, since its parts have names of their own.
    private static func changedLibraries(_ file: SafetensorsFile, _ catalog: Catalog) -> [String] {
        let loaded = Set(catalog.libraries.map(\.checksum))
        let kept = (file.metadata[librariesKey] ?? "").split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1)
        }
        return kept.filter { $0.count == 2 && !loaded.contains(String($0[0])) }.map { SentenceText.path(String($0[1])) }
    }

    private static func damaged(_ path: String, _ reason: String) -> LacunaError {
        LacunaError(.file, "the checkpoint \(path) is damaged: \(reason); train anew without it")
    }

    /// Keys that cannot change the fit: what happens after it, how often it is kept, where the table lies, whose rows are
    /// told by themselves, and where the parts come from, which are told by their names and the checksums of their libraries.
    private static let free = [["imputation"], ["data", "path"], ["training", "checkpointInterval"], ["plugins"]].map {
        ConfigurationPath($0.map { .key($0) })
    }

    /// Checks that nothing in the configuration differs that can change the fit.
    private static func check(_ kept: ConfigurationValue, _ blueprint: Blueprint, _ path: String) throws(LacunaError) {
        let differences = kept.differences(to: try effective(blueprint)).filter { difference in
            !free.contains { difference.path.isInside($0) }
        }
        guard !differences.isEmpty else { return }
        let keys = differences.prefix(5).map { "\($0.path) was \($0.before) and is now \($0.now)" }
        let more = differences.count > 5 ? ["\(differences.count - 5) more keys differ"] : []
        throw LacunaError(
            .configuration,
            """
            \(path) belongs to another configuration: \((keys + more).joined(separator: ", ")); go on with the \
            configuration that it was made with, or train anew without it
            """)
    }

    private static func effective(_ blueprint: Blueprint) throws(LacunaError) -> ConfigurationValue {
        try ConfigurationDecoding.effective(blueprint.configuration, catalog: blueprint.catalog)
    }

    private static func text(_ schema: Schema) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(schema), as: UTF8.self)
    }
}
