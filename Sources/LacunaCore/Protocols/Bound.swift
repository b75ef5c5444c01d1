import LacunaTensors

/// What training maximises: a lower bound of log p(x_o), in nats a row.
///
/// Contract, checked by `checkBound`: in expectation the value never exceeds log p(x_o), and its gradient is that of its
/// value wherever the estimator promises so.
public protocol Bound: Component {
    /// Records the bound of the rows of a step.
    func record(_ step: ModelStep) throws -> RecordedBound

    /// Draws a row that it decodes; batches are cut into chunks by it. 1 unless a bound says otherwise.
    func sampleCount(for posterior: any VariationalFamily) -> Int

    /// What does not fit between the bound and the family of posteriors: a sentence each, none unless a bound says
    /// otherwise. Asked before any work starts.
    func problems(with posterior: any VariationalFamily) -> [String]
}

extension Bound {
    /// 1.
    public func sampleCount(for posterior: any VariationalFamily) -> Int { 1 }
    /// None.
    public func problems(with posterior: any VariationalFamily) -> [String] { [] }
}

/// A bound on a tape.
public struct RecordedBound {
    /// The bound of each row, in nats: rows × 1 × 1.
    public var value: Tensor
    /// What is differentiated, and whose parameters each moves.
    public var objectives: [Objective]
    /// The terms that are looked at when the value is no longer finite, by name.
    public var terms: [(name: String, tensor: Tensor)]
    /// The input that takes imputations of the rows, (rows · imputations) × 1 × features, or `nil` for bounds that need
    /// none.
    public internal(set) var imputed: Tensor?

    /// A bound whose value is also its one objective, moving all groups.
    public init(value: Tensor, terms: [(name: String, tensor: Tensor)] = []) {
        self.init(value: value, objectives: [Objective(value, groups: .all)], terms: terms)
    }

    /// A bound with objectives of its own.
    public init(value: Tensor, objectives: [Objective], terms: [(name: String, tensor: Tensor)] = []) {
        self.value = value
        self.objectives = objectives
        self.terms = terms
    }
}

/// The family of bounds.
public enum Bounds: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Bound
    /// The key of the family.
    public static let name = "bound"
    /// The heading of the family.
    public static let title = "Bounds"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Bound)? { component as? any Bound }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Bound.Type }
}
