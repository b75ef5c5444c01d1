import LacunaCore

/// The learning rate stays as it is.
public struct ConstantSchedule: Schedule {
    public static let name = "constant"
    public static let summary = "the learning rate stays as it is"

    public init() {}

    public func factor(step: Int, of stepCount: Int) -> Double { 1 }
}
