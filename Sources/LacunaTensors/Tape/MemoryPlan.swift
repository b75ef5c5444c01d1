/// Gives buffers places in one arena, reusing memory of those whose life is over.
struct MemoryPlan {
    private var free: [(offset: Int, bytes: Int)] = []
    private(set) var bytes = 0

    /// Sizes are rounded up to whole cache lines.
    static func aligned(_ bytes: Int) -> Int { (bytes + 63) & ~63 }

    /// A place for some bytes: the smallest gap that fits, else at the end.
    mutating func take(_ wanted: Int) -> Int {
        let size = Self.aligned(max(wanted, 1))
        var best: Int?
        for (index, gap) in free.enumerated() where gap.bytes >= size {
            if best.map({ gap.bytes < free[$0].bytes }) ?? true { best = index }
        }
        if let best {
            let offset = free[best].offset
            free[best].offset += size
            free[best].bytes -= size
            if free[best].bytes == 0 { free.remove(at: best) }
            return offset
        }
        // A gap at the very end can grow.
        if let last = free.last, last.offset + last.bytes == bytes {
            free.removeLast()
            bytes = last.offset + size
            return last.offset
        }
        let offset = bytes
        bytes += size
        return offset
    }

    /// Gives a place back.
    mutating func giveBack(_ offset: Int, _ wanted: Int) {
        let size = Self.aligned(max(wanted, 1))
        let index = free.firstIndex { $0.offset > offset } ?? free.count
        free.insert((offset, size), at: index)
        if index + 1 < free.count, free[index].offset + free[index].bytes == free[index + 1].offset {
            free[index].bytes += free[index + 1].bytes
            free.remove(at: index + 1)
        }
        if index > 0, free[index - 1].offset + free[index - 1].bytes == free[index].offset {
            free[index - 1].bytes += free[index].bytes
            free.remove(at: index)
        }
    }

    /// Places for the values of a program. Where a backward pass follows, all values are kept; otherwise a computed
    /// buffer lives from the operation that first writes it to the one that last reads it.
    static func values(
        buffers: [Buffer], operations: [any Operation], outputs: [TensorView], elementSize: Int, keepsAll: Bool
    ) -> (offsets: [Int], bytes: Int) {
        var offsets = [Int](repeating: -1, count: buffers.count)
        var plan = MemoryPlan()
        for (index, buffer) in buffers.enumerated() {
            switch buffer.source {
            case .input, .constant: offsets[index] = plan.take(buffer.count * elementSize)
            case .parameter: break
            case .computed where keepsAll: offsets[index] = plan.take(buffer.count * elementSize)
            case .computed: break
            }
        }
        guard !keepsAll else { return (offsets, plan.bytes) }
        var lastUse = [Int](repeating: -1, count: buffers.count)
        for (index, operation) in operations.enumerated() {
            for view in operation.inputs + [operation.output] { lastUse[view.buffer] = index }
        }
        for view in outputs { lastUse[view.buffer] = operations.count }
        for (index, operation) in operations.enumerated() {
            let output = operation.output.buffer
            if offsets[output] < 0 { offsets[output] = plan.take(buffers[output].count * elementSize) }
            var ended: Set<Int> = []
            for view in operation.inputs + [operation.output] where lastUse[view.buffer] == index {
                if case .computed = buffers[view.buffer].source { ended.insert(view.buffer) }
            }
            for buffer in ended.sorted() { plan.giveBack(offsets[buffer], buffers[buffer].count * elementSize) }
        }
        return (offsets, plan.bytes)
    }
}
