import CLacunaKernels

/// Holds all parameters of a model, group by group in one flat buffer, and the packed forms of its matrices.
///
/// Parameters are declared by recording the model once on a tape of the store; `initialise` then lays them out and gives
/// them their starting values. Recording again finds the same parameters by name.
public final class ParameterStore: @unchecked Sendable {  // written between runs only, read by workspaces during them
    /// The width of all numbers.
    public let precision: Precision
    /// All parameters, in the order of their declaration.
    public private(set) var parameters: [Parameter] = []
    private var indexByName: [String: Int] = [:]
    /// Start of each parameter in the flat buffer, in cells.
    private(set) var starts: [Int] = []
    /// Cells of the flat buffer; between parameters lie unused ones, so that each starts on a cache line.
    public private(set) var cellCount = 0
    /// Cells of the flat buffer that training moves; those of fixed parameters lie behind them.
    private(set) var movableCellCount = 0
    private var groupRanges: [ParameterGroup: Range<Int>] = [:]
    private var flat: UnsafeMutableRawPointer?
    private var packs: UnsafeMutableRawPointer?
    private var packOffsets: [(plain: Int, transposed: Int)] = []

    /// A store without parameters.
    public init(precision: Precision) { self.precision = precision }

    deinit {
        flat?.deallocate()
        packs?.deallocate()
    }

    /// Whether parameters have their places and values.
    public var isInitialised: Bool { flat != nil }

    // MARK: Declaring

    /// The parameter of a name, declared if it is new.
    ///
    /// - Throws: `TapeError` where a parameter of that name is another one, or the store is closed to new ones.
    func declare(
        _ path: String, group: ParameterGroup, shape: TensorShape, initial: Initializer, isMatrix: Bool,
        isFixed: Bool
    ) throws(TapeError) -> Parameter {
        let name = "\(group.rawValue).\(path)"
        if let index = indexByName[name] {
            guard parameters[index].shape == shape else {
                throw TapeError(problems: [
                    "the parameter \(name) has the shape \(parameters[index].shape) and cannot be used as \(shape)"
                ])
            }
            guard parameters[index].isFixed == isFixed else {
                throw TapeError(problems: [
                    "the parameter \(name) is used both as one that training moves and as a fixed one"
                ])
            }
            if isMatrix, !parameters[index].isMatrix {
                guard !isInitialised else {
                    throw TapeError(problems: [
                        "the parameter \(name) is used in a matrix product that the model did not declare"
                    ])
                }
                parameters[index].isMatrix = true
            }
            return parameters[index]
        }
        guard !isInitialised else {
            throw TapeError(problems: ["the model has no parameter \(name); it has been laid out already"])
        }
        let parameter = Parameter(
            index: parameters.count, group: group, path: path, shape: shape, isFixed: isFixed, initial: initial,
            isMatrix: isMatrix)
        parameters.append(parameter)
        indexByName[name] = parameter.index
        return parameter
    }

    /// Lays the declared parameters out and gives each its starting values, drawn from a child of the stream that bears
    /// its name, so that no parameter's start depends on another's.
    public func initialise(from stream: RandomStream) { layOut(from: stream, given: [:]) }

    /// Lays the declared parameters out and gives each its starting values, some of them from numbers of the host's.
    ///
    /// - Parameters:
    ///   - stream: What random starts are drawn from, as by `initialise(from:)`.
    ///   - given: Numbers by the names that initialisers ask for; a name that is not there means zeros.
    /// - Throws: `TapeError` where numbers do not fill a parameter that asks for them; nothing is laid out then.
    public func initialise(from stream: RandomStream, given: [String: [Double]]) throws(TapeError) {
        var problems: [String] = []
        for parameter in parameters {
            guard case .given(let name) = parameter.initial, let count = given[name]?.count,
                count != parameter.shape.count
            else { continue }
            problems.append(
                """
                the parameter \(parameter.group.rawValue).\(parameter.path) has the shape \(parameter.shape), but \
                \(count) numbers of the name \(name) were given
                """)
        }
        guard problems.isEmpty else { throw TapeError(problems: problems) }
        layOut(from: stream, given: given)
    }

    private func layOut(from stream: RandomStream, given: [String: [Double]]) {
        guard !isInitialised else { return }
        let size = precision.elementSize
        starts = [Int](repeating: 0, count: parameters.count)
        var end = 0
        func place(_ parameter: Parameter) {
            starts[parameter.index] = end
            end = self.end(of: parameter.index)
        }
        for group in ParameterGroup.allCases {
            let start = end
            for parameter in parameters where parameter.group == group && !parameter.isFixed { place(parameter) }
            groupRanges[group] = start..<end
        }
        movableCellCount = end
        for parameter in parameters where parameter.isFixed { place(parameter) }
        cellCount = end
        let bytes = max(end * size, 64)
        let flat = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        flat.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        self.flat = flat
        var packCells = 0
        let packedCount = precision.kernels.pointee.packed_count
        for parameter in parameters {
            guard parameter.isMatrix else {
                packOffsets.append((-1, -1))
                continue
            }
            let inputs = parameter.shape.samples, outputs = parameter.shape.features
            let plain = packCells
            packCells += packedCount(inputs, outputs)
            packOffsets.append((plain, packCells))
            packCells += packedCount(outputs, inputs)
        }
        let packBytes = max(packCells * size, 64)
        let packs = UnsafeMutableRawPointer.allocate(byteCount: packBytes, alignment: 64)
        packs.initializeMemory(as: UInt8.self, repeating: 0, count: packBytes)
        self.packs = packs
        for parameter in parameters {
            var child = stream.child("\(parameter.group.rawValue).\(parameter.path)")
            setValues(parameter.initial.numbers(parameter.shape, given: given, using: &child), of: parameter)
        }
        pack(0..<parameters.count)
    }

    // MARK: Values

    /// The cells of a group in the flat buffer, those of its fixed parameters apart.
    public func range(of group: ParameterGroup) -> Range<Int> { groupRanges[group] ?? 0..<0 }

    /// The parameter of a name such as `decoder.network.output.bias`.
    public func parameter(named name: String) -> Parameter? { indexByName[name].map { parameters[$0] } }

    /// The numbers of a parameter, row-major.
    public func values(of parameter: Parameter) -> [Double] {
        let pointer = pointer(to: parameter.index)
        return (0..<parameter.shape.count).map { index in
            precision == .float32
                ? Double(pointer.assumingMemoryBound(to: Float.self)[index])
                : pointer.assumingMemoryBound(to: Double.self)[index]
        }
    }

    /// Sets the numbers of a parameter; `pack` must follow before the next run.
    public func setValues(_ numbers: [Double], of parameter: Parameter) {
        precondition(numbers.count == parameter.shape.count, "as many numbers as the parameter has cells")
        let pointer = pointer(to: parameter.index)
        for (index, number) in numbers.enumerated() {
            if precision == .float32 {
                pointer.assumingMemoryBound(to: Float.self)[index] = Float(number)
            } else {
                pointer.assumingMemoryBound(to: Double.self)[index] = number
            }
        }
    }

    /// A copy of all cells, to go back to.
    public func snapshot() -> ParameterSnapshot {
        guard let flat else { return ParameterSnapshot(bytes: []) }
        return ParameterSnapshot(
            bytes: [UInt8](UnsafeRawBufferPointer(start: flat, count: cellCount * precision.elementSize)))
    }

    /// Goes back to a copy.
    public func restore(_ snapshot: ParameterSnapshot) {
        guard let flat, snapshot.bytes.count == cellCount * precision.elementSize else { return }
        snapshot.bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { flat.copyMemory(from: base, byteCount: bytes.count) }
        }
        pack(0..<parameters.count)
    }

    /// Makes the packed forms of some matrices current.
    public func pack(_ range: Range<Int>) {
        guard let packs else { return }
        let size = precision.elementSize
        let pack = precision.kernels.pointee.pack
        for index in range where parameters[index].isMatrix {
            let inputs = parameters[index].shape.samples, outputs = parameters[index].shape.features
            let source = pointer(to: index)
            pack(inputs, outputs, source, outputs, 1, packs + packOffsets[index].plain * size)
            pack(outputs, inputs, source, 1, outputs, packs + packOffsets[index].transposed * size)
        }
    }

    // MARK: Memory

    /// The end of a parameter's cells in the flat buffer, the unused ones after it included.
    func end(of parameter: Int) -> Int { starts[parameter] + ((parameters[parameter].shape.count + 15) & ~15) }

    /// The start of the flat buffer.
    func flatPointer() -> UnsafeMutableRawPointer {
        guard let flat else {
            preconditionFailure("the parameters of a store must be initialised before they are used")
        }
        return flat
    }

    func pointer(to parameter: Int) -> UnsafeMutableRawPointer {
        flatPointer() + starts[parameter] * precision.elementSize
    }

    func packedPointer(to parameter: Int) -> UnsafeMutableRawPointer? {
        guard let packs, parameters[parameter].isMatrix else { return nil }
        return packs + packOffsets[parameter].plain * precision.elementSize
    }

    func packedTransposedPointer(to parameter: Int) -> UnsafeMutableRawPointer? {
        guard let packs, parameters[parameter].isMatrix else { return nil }
        return packs + packOffsets[parameter].transposed * precision.elementSize
    }
}

/// A copy of all parameters of a store.
public struct ParameterSnapshot: Sendable, Equatable {
    /// The cells as they lie in memory, each of the size of the store's precision.
    public let bytes: [UInt8]

    /// A copy from its bytes; a store takes it over where it has as many.
    public init(bytes: [UInt8]) { self.bytes = bytes }
}
