import Foundation
import Lacuna
import Synchronization

/// A fit that is stopped at chosen steps and goes on from the file of each stop.
struct InterruptedRun {
    static let configuration = """
        {
          model: { latentDimension: 2, decoder: { hidden: [6] }, encoder: { hidden: [6] } },
          training: {
            steps: 50, batchSize: 16, heldOutShare: 0.1, evaluationInterval: 20, closingSteps: 12, averagingDecay: 0.99,
            optimizer: { type: "adam", learningRate: 0.01 },
          },
        }
        """

    let blueprint: Blueprint
    let table: Table
    let schema: Schema
    let path: String

    /// A run of a method on the mixed table, with checkpoints at a path.
    init(_ method: String, _ overrides: [String] = [], table: Table? = nil, path: String) throws {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(
            text: Self.configuration, method: method, overrides: overrides, catalog: catalog)
        blueprint = try Blueprint(configuration, catalog: catalog)
        self.table = try table ?? MixedTableExample.table()
        schema = try Schema.infer(from: self.table).schema
        self.path = path
    }

    /// Fits until a step is taken, or to the end.
    ///
    /// - Returns: What was learnt; `nil` where it was stopped.
    func fit(
        until stop: Int? = nil, isResuming: Bool = false, threadCount: Int = 1,
        saved: @escaping @Sendable (TrainingCheckpoint) throws -> Void = { _ in },
        reported: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws -> FittedTable? {
        var context = ImputerContext(blueprint: blueprint, threadCount: threadCount)
        let reached = Reached()
        context.shouldStop = { stop.map { reached.step.load(ordering: .relaxed) >= $0 } ?? false }
        context.reportTraining = {
            reached.step.store($0.step, ordering: .relaxed)
            reported($0)
        }
        context.saveCheckpoint = {
            try CheckpointFile.write($0, blueprint: blueprint, schema: schema, path: path)
            try saved($0)
        }
        if isResuming {
            let checkpoint = try checkpoint()
            reached.step.store(checkpoint.step, ordering: .relaxed)
            context.resuming = checkpoint
        }
        do {
            return try FittedTable.fit(table, schema: schema, context: context)
        } catch let error as LacunaError where error.kind == .interrupted {
            return nil
        }
    }

    /// The checkpoint of the file.
    func checkpoint() throws -> TrainingCheckpoint {
        try CheckpointFile.read(path: path, blueprint: blueprint, schema: schema)
    }

    /// The bytes of the model file of a fit, in which parameters and record are.
    func modelBytes(_ fitted: FittedTable) throws -> [UInt8] {
        try ModelFile.write(fitted, path: path + ".model")
        return try FileContents.read(path: path + ".model")
    }

    /// The step that a run has come to.
    private final class Reached: Sendable {
        let step = Atomic<Int>(0)
    }
}
