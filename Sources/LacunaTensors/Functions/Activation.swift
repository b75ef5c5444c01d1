import CLacunaKernels

/// The non-linearity of a layer, applied to each unit.
public enum Activation: String, Sendable, Codable, CaseIterable {
    /// None.
    case identity
    /// The hyperbolic tangent.
    case tanh
    /// max(x, 0).
    case relu
    /// 1 / (1 + exp(−x)).
    case sigmoid
    /// log(1 + exp x).
    case softplus
    /// x for positive x, exp(x) − 1 otherwise.
    case elu

    var kernel: lacuna_activation {
        switch self {
        case .identity: lacuna_activation_identity
        case .tanh: lacuna_activation_tanh
        case .relu: lacuna_activation_relu
        case .sigmoid: lacuna_activation_sigmoid
        case .softplus: lacuna_activation_softplus
        case .elu: lacuna_activation_elu
        }
    }
}
