import LacunaCore

/// What may stand in keys that several masks have.
enum MaskProblems {
    /// Shares that are neither none nor all.
    static let shares = NumberRange.above(0, below: 1)

    /// A place of two coordinates.
    static func place(_ key: String, _ place: [Double]) -> [ConfigurationProblem] {
        place.count == 2 && place.allSatisfy(\.isFinite)
            ? [] : [ConfigurationProblem(key: key, message: "must be two numbers, such as [0.5, 0.5], not \(place)")]
    }
}
