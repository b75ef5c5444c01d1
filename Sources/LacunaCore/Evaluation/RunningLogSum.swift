import LacunaTensors

/// log Σ exp of numbers that come one after the other, without overflow: log 0 before the first.
struct RunningLogSum: Sendable {
    private(set) var value = -Double.infinity

    /// Adds exp of a number to the sum; NaN makes the sum NaN.
    mutating func add(_ number: Double) {
        guard number != -.infinity else { return }
        let larger = number > value ? number : value
        value = larger + .log(.exp(value - larger) + .exp(number - larger))
    }
}
