import LacunaTensors

/// log Σ exp of numbers that come one after the other, without overflow: log 0 before the first.
public struct RunningLogSum: Sendable {
    /// The logarithm of the sum so far.
    public private(set) var value = -Double.infinity

    /// The logarithm of 0.
    public init() {}

    /// Adds exp of a number to the sum; NaN makes the sum NaN.
    public mutating func add(_ number: Double) {
        guard number != -.infinity else { return }
        let larger = number > value ? number : value
        value = larger + .log(.exp(value - larger) + .exp(number - larger))
    }

    /// Adds exp of a number, and tells what shares of the new sum the old one and the number are, as averages that are
    /// weighted by the sum need them.
    ///
    /// - Returns: The two shares, or `nil` where the number is log 0 and nothing changes.
    public mutating func addShare(_ number: Double) -> (old: Double, new: Double)? {
        guard number != -.infinity else { return nil }
        let before = value
        add(number)
        return (.exp(before - value), .exp(number - value))
    }
}
