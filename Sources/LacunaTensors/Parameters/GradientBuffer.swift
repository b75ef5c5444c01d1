import CLacunaKernels

/// Gradients of all parameters of a store, laid out as the parameters are.
///
/// Each chunk of a batch has one, and they are summed in the order of the chunks, so that the sum does not depend on who
/// computed which.
public final class GradientBuffer: @unchecked Sendable {  // exclusive use is the caller's part of the contract
    private let store: ParameterStore
    let base: UnsafeMutableRawPointer

    /// Zero gradients for an initialised store.
    public init(_ store: ParameterStore) {
        self.store = store
        let bytes = max(store.cellCount * store.precision.elementSize, 64)
        base = .allocate(byteCount: bytes, alignment: 64)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }

    deinit { base.deallocate() }

    func pointer(to parameter: Int) -> UnsafeMutableRawPointer {
        base + store.starts[parameter] * store.precision.elementSize
    }

    func group(of parameter: Int) -> ParameterGroup { store.parameters[parameter].group }

    func count(of parameter: Int) -> Int { store.parameters[parameter].shape.count }

    /// The gradient of a parameter, row-major.
    public func values(of parameter: Parameter) -> [Double] {
        let pointer = pointer(to: parameter.index)
        return (0..<parameter.shape.count).map { index in
            store.precision == .float32
                ? Double(pointer.assumingMemoryBound(to: Float.self)[index])
                : pointer.assumingMemoryBound(to: Double.self)[index]
        }
    }
}
