import CLacunaKernels

/// Runs a program: one arena for values, gradients and scratch, allocated once.
///
/// A workspace is used by one thread at a time; different workspaces of one program run at the same time. Nothing is
/// allocated by `forward` and `backward`.
public final class Workspace: @unchecked Sendable {  // exclusive use is the caller's part of the contract
    /// The program it runs.
    public let program: Program
    private let arena: UnsafeMutableRawPointer
    private let memory: Memory
    private let rowCapacity: Int

    /// A workspace for a program whose parameters are initialised.
    public init(_ program: Program) {
        self.program = program
        let bufferCount = max(program.buffers.count, 1)
        arena = .allocate(byteCount: max(program.arenaBytes, 64), alignment: 64)
        arena.initializeMemory(as: UInt8.self, repeating: 0, count: max(program.arenaBytes, 64))
        let values = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: bufferCount)
        let gradients = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: bufferCount)
        let packed = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: bufferCount)
        let packedTransposed = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: bufferCount)
        values.initialize(repeating: arena, count: bufferCount)
        gradients.initialize(repeating: nil, count: bufferCount)
        packed.initialize(repeating: nil, count: bufferCount)
        packedTransposed.initialize(repeating: nil, count: bufferCount)
        for (index, buffer) in program.buffers.enumerated() {
            if case .parameter(let parameter) = buffer.source {
                values[index] = program.store.pointer(to: parameter)
                packed[index] = program.store.packedPointer(to: parameter)
                packedTransposed[index] = program.store.packedTransposedPointer(to: parameter)
            } else {
                values[index] = arena + program.valueOffsets[index]
            }
        }
        rowCapacity = max(program.operations.reduce(1) { max($0, $1.output.shape.rows) }, 1)
        let addresses = UnsafeMutablePointer<UInt64>.allocate(capacity: rowCapacity)
        for row in 0..<rowCapacity { addresses[row] = UInt64(row) }
        let noise = UnsafeMutablePointer<NoiseSource>.allocate(capacity: 1)
        noise.initialize(to: NoiseSource(key: 0, firstSample: 0, addresses: addresses))
        memory = Memory(
            kernels: program.precision.kernels, elementSize: program.precision.elementSize, values: values,
            gradients: gradients, packed: packed, packedTransposed: packedTransposed,
            scratch: arena + program.scratchOffset, noise: noise)
        for (index, buffer) in program.buffers.enumerated() {
            if case .constant(let numbers) = buffer.source { store(numbers, at: values[index]) }
        }
    }

    deinit {
        memory.noise.pointee.addresses.deallocate()
        memory.noise.deallocate()
        memory.values.deallocate()
        memory.gradients.deallocate()
        memory.packed.deallocate()
        memory.packedTransposed.deallocate()
        arena.deallocate()
    }

    // MARK: Running

    /// Sets where the noise of the next runs comes from: a key (of a seed, purpose and step) and the sample that the
    /// first sample of the program stands for.
    public func setNoise(_ stream: RandomStream, firstSample: Int = 0) {
        memory.noise.pointee.key = stream.key
        memory.noise.pointee.firstSample = UInt32(truncatingIfNeeded: firstSample)
    }

    /// Sets the address of a row: its noise is the same wherever the row stands.
    public func setAddress(ofRow row: Int, _ address: UInt64) {
        precondition(row >= 0 && row < rowCapacity, "a row of the program")
        memory.noise.pointee.addresses[row] = address
    }

    /// Computes all values.
    public func forward() {
        for operation in program.operations { operation.forward(memory) }
    }

    /// Computes the gradient of an objective, after `forward`.
    ///
    /// - Parameters:
    ///   - pass: Which of the program's objectives.
    ///   - seed: The weight of each cell of the objective.
    ///   - target: Where the gradients of parameters go; those of the objective's groups are replaced, others are left.
    public func backward(_ pass: Int = 0, seed: Double = 1, into target: GradientBuffer? = nil) {
        let plan = program.passes[pass]
        for index in program.buffers.indices {
            let offset = plan.offsets[index]
            if offset >= 0 {
                memory.gradients[index] = arena + offset
            } else if offset == -2, case .parameter(let parameter) = program.buffers[index].source {
                memory.gradients[index] = target?.pointer(to: parameter)
            } else {
                memory.gradients[index] = nil
            }
        }
        let fill = memory.kernels.pointee.fill
        if let target {
            for parameter in plan.untouchedParameters where plan.groups.contains(GroupSet(target.group(of: parameter)))
            {
                fill(target.count(of: parameter), 0, target.pointer(to: parameter))
            }
        }
        fill(plan.objective.shape.count, seed, memory.gradient(plan.objective))
        for step in plan.steps {
            for buffer in step.cleared {
                if let gradient = memory.gradients[buffer] { fill(program.buffers[buffer].count, 0, gradient) }
            }
            program.operations[step.operation].backward(memory, step.request)
        }
    }

    // MARK: Reading and writing

    /// Writes one row of an input, converting to the run's precision.
    public func write(_ numbers: UnsafePointer<Float>, toRow row: Int, of input: TensorView) {
        let count = input.shape.samples * input.shape.features
        let target = memory.value(input) + row * count * memory.elementSize
        if program.precision == .float32 {
            target.assumingMemoryBound(to: Float.self).update(from: numbers, count: count)
        } else {
            let cells = target.assumingMemoryBound(to: Double.self)
            for index in 0..<count { cells[index] = Double(numbers[index]) }
        }
    }

    /// Writes one row of flags (0 or 1) of an input.
    public func write(_ flags: UnsafePointer<UInt8>, toRow row: Int, of input: TensorView) {
        let count = input.shape.samples * input.shape.features
        let target = memory.value(input) + row * count * memory.elementSize
        if program.precision == .float32 {
            let cells = target.assumingMemoryBound(to: Float.self)
            for index in 0..<count { cells[index] = Float(flags[index]) }
        } else {
            let cells = target.assumingMemoryBound(to: Double.self)
            for index in 0..<count { cells[index] = Double(flags[index]) }
        }
    }

    /// Writes an input from 64-bit numbers.
    public func write(_ numbers: [Double], to input: TensorView) {
        precondition(numbers.count == input.shape.count, "as many numbers as the input has cells")
        store(numbers, at: memory.value(input))
    }

    /// Reads the cells of a tensor in row-major order.
    public func read(_ view: TensorView) -> [Double] {
        strided(view, from: memory.value(view))
    }

    /// Reads the gradient of an input after a backward pass that had it; zeros where the objective does not depend on it.
    public func readGradient(_ view: TensorView) -> [Double] {
        guard memory.gradients[view.buffer] != nil else { return [Double](repeating: 0, count: view.shape.count) }
        return strided(view, from: memory.gradient(view))
    }

    /// The sum of the cells of a tensor, in index order, in 64 bits.
    public func sum(_ view: TensorView) -> Double {
        let base = memory.value(view)
        var total = 0.0
        for row in 0..<view.shape.rows {
            for sample in 0..<view.shape.samples {
                for feature in 0..<view.shape.features {
                    total += number(base, at: view.index(row, sample, feature))
                }
            }
        }
        return total
    }

    private func number(_ base: UnsafeRawPointer, at index: Int) -> Double {
        program.precision == .float32
            ? Double(base.assumingMemoryBound(to: Float.self)[index]) : base.assumingMemoryBound(to: Double.self)[index]
    }

    private func strided(_ view: TensorView, from base: UnsafeRawPointer) -> [Double] {
        let count = view.shape.count
        if view.isContiguous {
            if program.precision == .float32 {
                let cells = base.assumingMemoryBound(to: Float.self)
                return [Double](unsafeUninitializedCapacity: count) { target, used in
                    for index in 0..<count { target[index] = Double(cells[index]) }
                    used = count
                }
            }
            return Array(UnsafeBufferPointer(start: base.assumingMemoryBound(to: Double.self), count: count))
        }
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        for row in 0..<view.shape.rows {
            for sample in 0..<view.shape.samples {
                for feature in 0..<view.shape.features {
                    numbers.append(number(base, at: view.index(row, sample, feature)))
                }
            }
        }
        return numbers
    }

    private func store(_ numbers: [Double], at target: UnsafeMutableRawPointer) {
        if program.precision == .float32 {
            let cells = target.assumingMemoryBound(to: Float.self)
            for (index, number) in numbers.enumerated() { cells[index] = Float(number) }
        } else {
            let cells = target.assumingMemoryBound(to: Double.self)
            for (index, number) in numbers.enumerated() { cells[index] = number }
        }
    }
}

extension TensorView {
    func index(_ row: Int, _ sample: Int, _ feature: Int) -> Int {
        row * strides.row + sample * strides.sample + feature * strides.feature
    }
}
