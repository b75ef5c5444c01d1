import Foundation
import LacunaCore
import Synchronization

/// The checkpoint beside the model that a run of training is to give.
final class KeptCheckpoint: Sendable {
    /// Where it lies.
    let path: String
    private let owned = Atomic<Bool>(false)
    private let failed = Atomic<Bool>(false)

    /// The checkpoint of a model file; `nil` where the model goes to a device or a pipe, beside which nothing can lie.
    init?(besides model: String) {
        guard !model.hasPrefix("/dev/"), !model.hasPrefix("/proc/") else { return nil }
        path = CheckpointFile.path(besides: model)
    }

    /// Whether there is one, of this run or of another.
    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// Whether this run has saved it, or has gone on from it.
    var isOwn: Bool { owned.load(ordering: .relaxed) }

    /// Whether the state of this run could not be saved the last time.
    var hasFailed: Bool { failed.load(ordering: .relaxed) }

    /// Reads it, and goes on from it.
    ///
    /// - Throws: `LacunaError` where it is not there, is damaged, or belongs to something else.
    func resume(blueprint: Blueprint, schema: Schema) throws -> TrainingCheckpoint {
        let checkpoint = try CheckpointFile.read(path: path, blueprint: blueprint, schema: schema)
        owned.store(true, ordering: .relaxed)
        return checkpoint
    }

    /// Replaces it.
    ///
    /// - Throws: `LacunaError` where the file cannot be written.
    func save(_ checkpoint: TrainingCheckpoint, blueprint: Blueprint, schema: Schema) throws {
        failed.store(true, ordering: .relaxed)
        try CheckpointFile.write(checkpoint, blueprint: blueprint, schema: schema, path: path)
        failed.store(false, ordering: .relaxed)
        owned.store(true, ordering: .relaxed)
    }

    /// Removes it where it is of this run; what is left of it would only give the same model again.
    func removeOwn() {
        if isOwn { try? FileManager.default.removeItem(atPath: path) }
    }
}
