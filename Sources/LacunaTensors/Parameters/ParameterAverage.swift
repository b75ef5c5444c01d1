import CLacunaKernels

/// A running average of all parameters of a store (Polyak and Juditsky 1992), to fit and evaluate by.
///
/// Averaged parameters lie nearer to the optimum than any single state of a noisy run.
public final class ParameterAverage {
    private let store: ParameterStore
    private let average: UnsafeMutableRawPointer
    private let byteCount: Int

    /// An average that begins as the parameters are.
    public init(_ store: ParameterStore) {
        self.store = store
        byteCount = store.cellCount * store.precision.elementSize
        average = .allocate(byteCount: max(byteCount, 64), alignment: 64)
        average.copyMemory(from: store.flatPointer(), byteCount: byteCount)
    }

    deinit { average.deallocate() }

    /// Begins anew as the parameters are now.
    public func restart() { average.copyMemory(from: store.flatPointer(), byteCount: byteCount) }

    /// A copy of the average, to go back to.
    public func snapshot() -> ParameterSnapshot {
        ParameterSnapshot(bytes: [UInt8](UnsafeRawBufferPointer(start: average, count: byteCount)))
    }

    /// Goes back to a copy; one of another size changes nothing.
    public func restore(_ snapshot: ParameterSnapshot) {
        guard snapshot.bytes.count == byteCount else { return }
        snapshot.bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { average.copyMemory(from: base, byteCount: bytes.count) }
        }
    }

    /// Moves the average towards the parameters: average · decay + parameters · (1 − decay).
    public func update(decay: Double) {
        let kernels = store.precision.kernels.pointee
        // Fixed parameters keep all their bits, which average · decay + parameters · (1 − decay) would not grant.
        let shape = lacuna_shape(rows: 1, samples: 1, features: store.movableCellCount)
        let strides = lacuna_strides(row: 0, sample: 0, feature: 1)
        kernels.affine(shape, decay, 0, lacuna_operand(values: UnsafeRawPointer(average), strides: strides), average)
        kernels.copy(
            shape, 1 - decay, lacuna_operand(values: UnsafeRawPointer(store.flatPointer()), strides: strides),
            lacuna_gradient(values: average, strides: strides, accumulate: 1))
    }

    /// Exchanges the average and the parameters of the store; a second exchange undoes it.
    public func exchange() {
        let first = average.assumingMemoryBound(to: UInt32.self)
        let second = store.flatPointer().assumingMemoryBound(to: UInt32.self)
        for index in 0..<byteCount / 4 {
            let word = first[index]
            first[index] = second[index]
            second[index] = word
        }
        store.pack(0..<store.parameters.count)
    }
}
