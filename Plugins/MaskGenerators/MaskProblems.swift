import LacunaCore

/// What is out of range in keys that several masks have.
enum MaskProblems {
    /// A share of cells that go.
    static func rate(_ rate: Double) -> [ConfigurationProblem] { share("rate", rate) }

    /// A share that is neither none nor all.
    static func share(_ key: String, _ share: Double) -> [ConfigurationProblem] {
        share > 0 && share < 1
            ? [] : [ConfigurationProblem(key: key, message: "must be greater than 0 and less than 1, not \(share)")]
    }

    /// A place of two coordinates.
    static func place(_ key: String, _ place: [Double]) -> [ConfigurationProblem] {
        place.count == 2 && place.allSatisfy(\.isFinite)
            ? [] : [ConfigurationProblem(key: key, message: "must be two numbers, such as [0.5, 0.5], not \(place)")]
    }

    /// How many pixels a line has.
    static func width(_ width: Int?) -> [ConfigurationProblem] {
        guard let width, width < 1 else { return [] }
        return [ConfigurationProblem(key: "width", message: "must be at least 1 (or be null), not \(width)")]
    }
}
