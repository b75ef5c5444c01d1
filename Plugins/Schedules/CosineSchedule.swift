import Foundation
import LacunaCore

/// The learning rate falls along half a cosine to a share of itself (Loshchilov and Hutter 2017).
public struct CosineSchedule: Schedule {
    public static let name = "cosine"
    public static let summary = "the learning rate falls along half a cosine"
    public static let references = [Reference.cosineDecay]

    public static let keyDescriptions = [
        KeyDescription("finalFactor", "share of the learning rate that is left at the last step", .between(0, 1))
    ]

    /// The share of the learning rate that is left at the last step.
    public var finalFactor = 0.0

    public init() {}

    /// A cosine that ends at a share of the learning rate.
    public init(finalFactor: Double = 0) { self.finalFactor = finalFactor }

    public func factor(step: Int, of stepCount: Int) -> Double {
        let progress = min(max(Double(step - 1) / Double(max(stepCount - 1, 1)), 0), 1)
        return finalFactor + (1 - finalFactor) * 0.5 * (1 + cos(Double.pi * progress))
    }
}
