import CLacunaKernels

/// A finished recording: immutable, shared by all workspaces that run it.
public final class Program: Sendable {
    /// The width of all numbers.
    public let precision: Precision
    /// Where the parameters live.
    public let store: ParameterStore
    let buffers: [Buffer]
    let operations: [any Operation]
    /// Offset in the arena of each buffer's values in bytes, or -1 for parameters.
    let valueOffsets: [Int]
    let passes: [BackwardPass]
    let scratchOffset: Int
    /// Bytes of the arena of a workspace.
    public let arenaBytes: Int

    init(
        precision: Precision, store: ParameterStore, buffers: [Buffer], operations: [any Operation],
        outputs: [TensorView], objectives: [(TensorView, GroupSet)]
    ) {
        self.precision = precision
        self.store = store
        self.buffers = buffers
        self.operations = operations
        let size = precision.elementSize
        let keepsAll = !objectives.isEmpty
        let values = MemoryPlan.values(
            buffers: buffers, operations: operations, outputs: outputs, elementSize: size, keepsAll: keepsAll)
        valueOffsets = values.offsets
        var end = values.bytes
        var passes: [BackwardPass] = []
        var gradientBytes = 0
        for (objective, groups) in objectives {
            let pass = BackwardPass(
                objective: objective, groups: groups, buffers: buffers, operations: operations, elementSize: size,
                base: end)
            gradientBytes = max(gradientBytes, pass.bytes)
            passes.append(pass)
        }
        self.passes = passes
        end += gradientBytes
        scratchOffset = end
        let scratch = operations.reduce(0) { max($0, $1.scratchBytes(precision)) }
        arenaBytes = end + MemoryPlan.aligned(scratch) + 64
    }

    /// Whether the backward pass of an objective exists.
    public var objectiveCount: Int { passes.count }

    /// The parameter groups that any objective moves.
    public var movedGroups: GroupSet { passes.reduce(into: []) { $0.formUnion($1.groups) } }
}
