/// How the learning rate changes over a run.
public protocol Schedule: Component {
    /// The factor on the learning rate.
    ///
    /// - Parameters:
    ///   - step: The step's number, from 1.
    ///   - stepCount: The largest number of steps that the run may take.
    func factor(step: Int, of stepCount: Int) -> Double
}

/// The family of schedules.
public enum Schedules: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Schedule
    /// The key of the family.
    public static let name = "schedule"
    /// The heading of the family.
    public static let title = "Schedules"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Schedule)? { component as? any Schedule }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Schedule.Type }
}
