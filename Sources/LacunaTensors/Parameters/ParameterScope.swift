/// Where a part finds its parameters: a tape, a group, and the path of names down to the part.
///
/// A part asks for a parameter by name and shape where it uses it; the first recording of a model declares it, later ones
/// find it again. Two parts never meet, since each is given a scope of its own.
public struct ParameterScope {
    /// The tape that records.
    public let tape: Tape
    /// The group that the parameters belong to.
    public let group: ParameterGroup
    /// The names down to this scope.
    public let path: [String]

    /// The scope of a group on a tape.
    public init(_ tape: Tape, group: ParameterGroup, path: [String] = []) {
        self.tape = tape
        self.group = group
        self.path = path
    }

    /// The scope below this one.
    public subscript(name: String) -> ParameterScope { ParameterScope(tape, group: group, path: path + [name]) }

    /// The parameter of a name, as a tensor.
    public func parameter(_ name: String, _ shape: TensorShape, initial: Initializer = .zeros) -> Tensor {
        parameter(name, shape, initial: initial, isMatrix: false)
    }

    /// Numbers of a name that belong to the model but that training never moves, as a tensor without a gradient.
    ///
    /// They are stored with the parameters; neither an optimizer (weight decay included) nor the running average
    /// changes a bit of them.
    public func fixed(_ name: String, _ shape: TensorShape, initial: Initializer) -> Tensor {
        parameter(name, shape, initial: initial, isMatrix: false, isFixed: true).stoppingGradient()
    }

    /// A dense layer: `activation(x · weight + bias)` over the features of x.
    ///
    /// - Parameters:
    ///   - x: rows × samples × inputs.
    ///   - width: Number of outputs.
    ///   - activation: Applied to each output.
    ///   - weightInitial: How the weight matrix (1 × inputs × outputs) starts; the bias starts at 0.
    /// - Returns: rows × samples × width.
    public func linear(
        _ x: Tensor, width: Int, activation: Activation = .identity, weightInitial: Initializer = .orthogonal(gain: 1)
    ) -> Tensor {
        let weight = parameter(
            "weight", TensorShape(samples: x.shape.features, features: width), initial: weightInitial, isMatrix: true)
        let bias = parameter("bias", TensorShape(features: width))
        return tape.linear(x, weight: weight, bias: bias, activation: activation)
    }

    private func parameter(
        _ name: String, _ shape: TensorShape, initial: Initializer, isMatrix: Bool, isFixed: Bool = false
    ) -> Tensor {
        do {
            let parameter = try tape.store.declare(
                (path + [name]).joined(separator: "."), group: group, shape: shape, initial: initial,
                isMatrix: isMatrix, isFixed: isFixed)
            return tape.parameter(parameter)
        } catch {
            error.problems.forEach(tape.fail)
            return tape.placeholder(shape)
        }
    }
}
