import CLacunaKernels

/// One recorded step of a program: how its output follows from its inputs, and the gradient back.
///
/// Operations are values without state; all memory comes from the workspace that runs them.
protocol Operation: Sendable {
    /// What it reads. A view whose `groups` is not empty can be asked for its gradient.
    var inputs: [TensorView] { get }
    /// What it writes.
    var output: TensorView { get }
    /// Bytes of scratch memory that it needs while it runs forward or backward.
    func scratchBytes(_ precision: Precision) -> Int
    /// Computes the output.
    func forward(_ memory: Memory)
    /// Adds to, or replaces, the gradients that `request` asks for, reading the gradient of the output.
    func backward(_ memory: Memory, _ request: GradientRequest)
}

extension Operation {
    func scratchBytes(_ precision: Precision) -> Int { 0 }
}

/// Which inputs want their gradient, and which of those are added to. Bit i speaks of input i.
struct GradientRequest: Sendable {
    var wanted: UInt64 = 0
    var accumulated: UInt64 = 0

    func wants(_ input: Int) -> Bool { wanted >> UInt64(input) & 1 == 1 }
    func accumulates(_ input: Int) -> Bool { accumulated >> UInt64(input) & 1 == 1 }
}

/// The memory of one workspace as operations see it.
struct Memory {
    let kernels: UnsafePointer<lacuna_kernels>
    let elementSize: Int
    /// Start of each buffer's values.
    let values: UnsafeMutablePointer<UnsafeMutableRawPointer>
    /// Start of each buffer's gradient in the running backward pass.
    let gradients: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    /// Packed forms of parameter matrices, by buffer.
    let packed: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    let packedTransposed: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    let scratch: UnsafeMutableRawPointer
    let noise: UnsafeMutablePointer<NoiseSource>

    func value(_ view: TensorView) -> UnsafeMutableRawPointer {
        values[view.buffer] + view.offset * elementSize
    }

    func operand(_ view: TensorView) -> lacuna_operand {
        lacuna_operand(values: UnsafeRawPointer(value(view)), strides: view.strides)
    }

    /// The gradient of something that has one in this pass: the output of an operation that runs backward.
    func gradient(_ view: TensorView) -> UnsafeMutableRawPointer {
        guard let base = gradients[view.buffer] else {
            preconditionFailure("an operation ran backward without a gradient of its output")
        }
        return base + view.offset * elementSize
    }

    func gradient(_ input: Int, _ view: TensorView, _ request: GradientRequest) -> lacuna_gradient {
        guard request.wants(input) else { return .unwanted }
        return lacuna_gradient(
            values: gradient(view), strides: view.strides, accumulate: request.accumulates(input) ? 1 : 0)
    }
}

extension lacuna_gradient {
    static var unwanted: lacuna_gradient {
        lacuna_gradient(values: nil, strides: lacuna_strides(row: 0, sample: 0, feature: 0), accumulate: 0)
    }
}

extension lacuna_operand {
    static var absent: lacuna_operand {
        lacuna_operand(values: nil, strides: lacuna_strides(row: 0, sample: 0, feature: 0))
    }
}

/// Where the noise of a run comes from; set by the host before each run.
struct NoiseSource {
    var key: UInt64
    var firstSample: UInt32
    /// One address a row of the program.
    var addresses: UnsafeMutablePointer<UInt64>
}
