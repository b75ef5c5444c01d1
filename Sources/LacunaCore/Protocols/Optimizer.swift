import LacunaTensors

/// Moves parameters along their gradient.
///
/// Contract, checked by `checkOptimizer`: it descends a convex function to its minimum, and a step depends on nothing but
/// the gradient, the parameters, its state and the arguments.
public protocol Optimizer: Component {
    /// The step size, before the schedule.
    var learningRate: Double { get }
    /// How many numbers of state each parameter has.
    var stateCount: Int { get }

    /// One step of a slice of the parameters.
    ///
    /// - Parameters:
    ///   - slice: Parameters, the gradient of what is *minimised*, and the state.
    ///   - step: The step's number, from 1.
    ///   - learningRate: The step size with the schedule applied.
    ///   - gradientScale: A factor on the gradient, from the limit on its norm.
    func update(_ slice: ParameterSlice, step: Int, learningRate: Double, gradientScale: Double)
}

/// The family of optimizers.
public enum Optimizers: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Optimizer
    /// The key of the family.
    public static let name = "optimizer"
    /// The heading of the family.
    public static let title = "Optimizers"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Optimizer)? { component as? any Optimizer }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Optimizer.Type }
}
