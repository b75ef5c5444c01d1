/// The numbers that a key of a configuration may hold.
public struct NumberRange: Sendable, Equatable {
    /// The least number, or −∞.
    public var lowerBound: Double
    /// The greatest number, or ∞.
    public var upperBound: Double
    /// Whether the lower bound is one of the numbers.
    public var includesLowerBound: Bool
    /// Whether the upper bound is one of the numbers.
    public var includesUpperBound: Bool

    private init(_ lower: Double, _ upper: Double, includingLower: Bool, includingUpper: Bool) {
        lowerBound = lower
        upperBound = upper
        includesLowerBound = includingLower
        includesUpperBound = includingUpper
    }

    /// From one number to another, both included.
    public static func between(_ lower: Double, _ upper: Double) -> NumberRange {
        NumberRange(lower, upper, includingLower: true, includingUpper: true)
    }

    /// Greater than a number.
    public static func above(_ lower: Double) -> NumberRange {
        NumberRange(lower, .infinity, includingLower: false, includingUpper: false)
    }

    /// Greater than a number and at most another.
    public static func above(_ lower: Double, atMost upper: Double) -> NumberRange {
        NumberRange(lower, upper, includingLower: false, includingUpper: true)
    }

    /// Greater than a number and less than another.
    public static func above(_ lower: Double, below upper: Double) -> NumberRange {
        NumberRange(lower, upper, includingLower: false, includingUpper: false)
    }

    /// A number and all greater ones.
    public static func atLeast(_ lower: Double) -> NumberRange {
        NumberRange(lower, .infinity, includingLower: true, includingUpper: false)
    }

    /// A number and all greater ones that are less than another.
    public static func atLeast(_ lower: Double, below upper: Double) -> NumberRange {
        NumberRange(lower, upper, includingLower: true, includingUpper: false)
    }

    /// A number and all smaller ones.
    public static func atMost(_ upper: Double) -> NumberRange {
        NumberRange(-.infinity, upper, includingLower: false, includingUpper: true)
    }

    /// Less than a number.
    public static func below(_ upper: Double) -> NumberRange {
        NumberRange(-.infinity, upper, includingLower: false, includingUpper: false)
    }

    /// Whether a number is one of them; NaN and the infinities never are.
    public func contains(_ number: Double) -> Bool {
        let isAbove = includesLowerBound ? number >= lowerBound : number > lowerBound
        let isBelow = includesUpperBound ? number <= upperBound : number < upperBound
        return isAbove && isBelow && number.isFinite
    }
}

extension NumberRange: CustomStringConvertible {
    /// Whether nothing bounds the numbers on one side or both.
    var isUnbounded: Bool { lowerBound == -.infinity || upperBound == .infinity }

    /// Whether the range holds a single number.
    private var isOneNumber: Bool { lowerBound == upperBound && includesLowerBound && includesUpperBound }

    /// As a sentence about a key goes on after "must": `lie between 1 and 10`, `be greater than 0 and at most 1`.
    var demand: String {
        if isOneNumber { return "be \(ConfigurationNumber.text(of: lowerBound))" }
        return includesLowerBound && includesUpperBound ? "lie \(description)" : "be \(description)"
    }

    /// In words: `between 1 and 10`, `at least 0 and below 1`, `greater than 0`, `at most 10`, `equal to 1`.
    public var description: String {
        let lower = ConfigurationNumber.text(of: lowerBound), upper = ConfigurationNumber.text(of: upperBound)
        if isOneNumber { return "equal to \(lower)" }
        if includesLowerBound, includesUpperBound { return "between \(lower) and \(upper)" }
        if lowerBound == -.infinity { return includesUpperBound ? "at most \(upper)" : "below \(upper)" }
        let from = includesLowerBound ? "at least \(lower)" : "greater than \(lower)"
        guard upperBound < .infinity else { return from }
        let to = includesUpperBound ? "at most" : includesLowerBound ? "below" : "less than"
        return "\(from) and \(to) \(upper)"
    }
}
