import Foundation
import LacunaCore
import Synchronization

/// The checkpoint beside the model that a run of training is to give.
final class KeptCheckpoint: Sendable {
    /// Where it lies.
    let path: String
    private let saved = Atomic<Bool>(false)

    /// The checkpoint of a model file; `nil` where the model goes to a device or a pipe, beside which nothing can lie.
    init?(besides model: String) {
        guard !model.hasPrefix("/dev/"), !model.hasPrefix("/proc/") else { return nil }
        path = CheckpointFile.path(besides: model)
    }

    /// Whether there is one, of this run or of another.
    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// Whether this run has saved one.
    var isSaved: Bool { saved.load(ordering: .relaxed) }

    /// Replaces it.
    ///
    /// - Throws: `LacunaError` where the file cannot be written.
    func save(_ checkpoint: TrainingCheckpoint, blueprint: Blueprint, schema: Schema) throws {
        try CheckpointFile.write(checkpoint, blueprint: blueprint, schema: schema, path: path)
        saved.store(true, ordering: .relaxed)
    }

    /// Removes it, if it is there; what is left of it would only give the same model again.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
