import CLacunaKernels

/// Records a computation, to be run as often as wanted.
///
/// A tape is written to by tensor expressions; nothing is computed while it records. `finish` turns it into an immutable
/// `Program`, with all memory planned; a `Workspace` runs the program forward and backward without allocating anything.
/// Mistakes in shapes do not stop the recording: they are collected and thrown by `finish`, each as a sentence.
///
/// ```swift
/// let tape = Tape(precision: .float64)
/// let x = tape.variable("x", TensorShape(features: 3))
/// let loss = (x * x).sum(over: .features)
/// let program = try tape.finish(objectives: [Objective(loss, groups: .variables)])
/// ```
public final class Tape {
    /// The width of all numbers of the run.
    public let precision: Precision
    /// Where parameters live.
    public let store: ParameterStore
    private(set) var buffers: [Buffer] = []
    private(set) var operations: [any Operation] = []
    private(set) var problems: [String] = []
    private var parameterBuffers: [Int: Int] = [:]
    private var scalars: [Double: Int] = [:]
    /// How many consecutive rows stand for the samples of one row, while they do.
    private(set) var samplesInRows: Int?

    /// A tape whose parameters live in a store, and which has the store's precision.
    public init(store: ParameterStore) {
        self.store = store
        precision = store.precision
    }

    /// A tape without parameters.
    public convenience init(precision: Precision) { self.init(store: ParameterStore(precision: precision)) }

    // MARK: Sources

    /// A tensor that the host writes before each run.
    public func input(_ name: String, _ shape: TensorShape) -> Tensor {
        Tensor(self, allocate(shape, .input(name)))
    }

    /// A tensor that the host writes before each run and that has a gradient, in the group `variables`.
    public func variable(_ name: String, _ shape: TensorShape) -> Tensor {
        Tensor(self, allocate(shape, .input(name), groups: .variables))
    }

    /// The same number everywhere.
    public func constant(_ value: Double) -> Tensor {
        if let buffer = scalars[value] { return Tensor(self, wholeView(of: buffer, shape: .scalar, groups: [])) }
        let view = allocate(.scalar, .constant([value]))
        if !value.isNaN { scalars[value] = view.buffer }
        return Tensor(self, view)
    }

    /// Fixed numbers, row-major.
    public func constant(_ values: [Double], _ shape: TensorShape) -> Tensor {
        guard values.count == shape.count else {
            fail("constant: \(values.count) numbers do not fill the shape \(shape)")
            return Tensor(self, allocate(shape, .constant([Double](repeating: 0, count: shape.count))))
        }
        return Tensor(self, allocate(shape, .constant(values)))
    }

    /// The tensor of a stored parameter.
    func parameter(_ parameter: Parameter) -> Tensor {
        let groups = GroupSet(parameter.group)
        if let buffer = parameterBuffers[parameter.index] {
            return Tensor(self, wholeView(of: buffer, shape: parameter.shape, groups: groups))
        }
        let view = allocate(parameter.shape, .parameter(parameter.index), groups: groups)
        parameterBuffers[parameter.index] = view.buffer
        return Tensor(self, view)
    }

    // MARK: Recording

    /// Notes a mistake of the recording; `finish` throws all of them.
    public func fail(_ problem: String) { problems.append(problem) }

    /// Memory for a new tensor.
    func allocate(_ shape: TensorShape, _ source: Buffer.Source = .computed, groups: GroupSet = []) -> TensorView {
        buffers.append(Buffer(count: shape.count, source: source))
        return wholeView(of: buffers.count - 1, shape: shape, groups: groups)
    }

    /// Records a body in which consecutive rows stand for the samples of one row: row r · count + s is sample s of row r.
    ///
    /// Noise then has the address of that row and the number of that sample, so that what has one distribution a row can
    /// be drawn with one a sample, and stays the same whatever stands beside it.
    ///
    /// - Parameters:
    ///   - count: Samples of a row; the rows of noise in the body are a multiple of it.
    ///   - body: Records.
    public func countingRowsAsSamples<Value>(_ count: Int, _ body: () throws -> Value) rethrows -> Value {
        let outer = samplesInRows
        samplesInRows = count
        defer { samplesInRows = outer }
        return try body()
    }

    /// Records an operation and returns its output.
    @discardableResult
    func record(_ operation: some Operation) -> Tensor {
        operations.append(operation)
        return Tensor(self, operation.output)
    }

    /// Replaces a recorded operation, for those that learn of an input later.
    func replace(_ index: Int, with operation: some Operation) { operations[index] = operation }

    /// A result that stands in where the recording failed.
    func placeholder(_ shape: TensorShape) -> Tensor {
        Tensor(self, allocate(shape, .constant([Double](repeating: 0, count: shape.count))))
    }

    private func wholeView(of buffer: Int, shape: TensorShape, groups: GroupSet) -> TensorView {
        TensorView(buffer: buffer, offset: 0, strides: shape.contiguousStrides, shape: shape, groups: groups)
    }

    // MARK: Finishing

    /// Plans the memory and makes the program.
    ///
    /// - Parameters:
    ///   - outputs: Tensors that the host reads after a run; without objectives, memory of all others is reused.
    ///   - objectives: What can be differentiated, one backward pass each.
    /// - Throws: `TapeError` with every mistake that the recording noted.
    public func finish(outputs: [Tensor] = [], objectives: [Objective] = []) throws -> Program {
        guard problems.isEmpty else { throw TapeError(problems: problems) }
        return Program(
            precision: precision, store: store, buffers: buffers, operations: operations,
            outputs: outputs.map(\.view), objectives: objectives.map { ($0.tensor.view, $0.groups) })
    }
}

/// What a backward pass differentiates, and whose gradients it computes.
public struct Objective {
    /// The tensor whose cells are summed, each weighted by the seed of the pass.
    public var tensor: Tensor
    /// The groups whose gradients are wanted.
    public var groups: GroupSet

    /// An objective for some groups; the tensor must come straight from an operation (a slice of one does not).
    public init(_ tensor: Tensor, groups: GroupSet) {
        self.tensor = tensor.contiguousWhole()
        self.groups = groups
    }
}

/// The mistakes of a recording.
public struct TapeError: Error, CustomStringConvertible, Sendable {
    /// One sentence each.
    public var problems: [String]
    /// The problems, one a line.
    public var description: String { problems.joined(separator: "\n") }
}

/// A piece of memory that tensors look into.
struct Buffer: Sendable {
    enum Source: Sendable {
        case input(String)
        case constant([Double])
        case computed
        case parameter(Int)
    }
    var count: Int
    var source: Source
}
