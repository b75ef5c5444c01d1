/// The plan of one backward pass: which operations run, which gradients they replace or add to, and where those lie.
struct BackwardPass: Sendable {
    struct Step: Sendable {
        var operation: Int
        var request: GradientRequest
        /// Buffers whose gradient is first touched in part here, and must be cleared before.
        var cleared: [Int]
    }

    let objective: TensorView
    let groups: GroupSet
    private(set) var steps: [Step] = []
    /// Offset of each buffer's gradient in the arena in bytes; -1 for none, -2 for a parameter's.
    private(set) var offsets: [Int]
    /// Parameters of the wanted groups that the objective does not depend on: their gradient is 0.
    private(set) var untouchedParameters: [Int] = []
    let bytes: Int

    init(
        objective: TensorView, groups: GroupSet, buffers: [Buffer], operations: [any Operation], elementSize: Int,
        base: Int
    ) {
        self.objective = objective
        self.groups = groups
        var plan = MemoryPlan()
        var offsets = [Int](repeating: -1, count: buffers.count)
        /// The operation that first writes a buffer is the last to need its gradient; inputs keep theirs to the end.
        var firstWriter = [Int](repeating: -1, count: buffers.count)
        for (index, operation) in operations.enumerated() where firstWriter[operation.output.buffer] < 0 {
            firstWriter[operation.output.buffer] = index
        }
        func touch(_ buffer: Int) {
            if case .parameter = buffers[buffer].source {
                offsets[buffer] = -2
            } else {
                offsets[buffer] = base + plan.take(buffers[buffer].count * elementSize)
            }
        }
        touch(objective.buffer)
        for index in operations.indices.reversed() {
            let operation = operations[index]
            let output = operation.output.buffer
            guard offsets[output] != -1 else { continue }
            var step = Step(operation: index, request: GradientRequest(), cleared: [])
            var seen: Set<Int> = []
            let inputs = operation.inputs
            for (position, input) in inputs.enumerated() where !input.groups.isDisjoint(with: groups) {
                step.request.wanted |= 1 << UInt64(position)
                let isFirst = offsets[input.buffer] == -1
                let repeated =
                    inputs.filter { $0.buffer == input.buffer && !$0.groups.isDisjoint(with: groups) }.count > 1
                if isFirst { touch(input.buffer) }
                let isWhole =
                    input.isContiguous && input.offset == 0 && input.shape.count == buffers[input.buffer].count
                if isFirst, isWhole, !repeated {
                    seen.insert(input.buffer)
                    continue
                }
                step.request.accumulated |= 1 << UInt64(position)
                if isFirst {
                    step.cleared.append(input.buffer)
                    seen.insert(input.buffer)
                }
            }
            if step.request.wanted != 0 { steps.append(step) }
            if firstWriter[output] == index, case .computed = buffers[output].source {
                plan.giveBack(offsets[output] - base, buffers[output].count * elementSize)
            }
        }
        for (index, buffer) in buffers.enumerated() {
            if case .parameter(let parameter) = buffer.source, offsets[index] == -1 {
                untouchedParameters.append(parameter)
            }
        }
        self.offsets = offsets
        bytes = plan.bytes
    }
}
