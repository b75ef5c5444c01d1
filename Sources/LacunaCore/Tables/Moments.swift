#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Mean, standard deviation and range of finite numbers, without overflow at either end of `Double`.
struct Moments: Equatable {
    var mean = 0.0
    /// With divisor n; 1 where all numbers are equal.
    var standardDeviation = 1.0
    var minimum = 0.0
    var maximum = 0.0

    /// The moments of some numbers; those of none are 0, with standard deviation 1.
    init(_ values: [Double]) {
        guard let first = values.first else { return }
        minimum = first
        maximum = first
        for value in values {
            minimum = min(minimum, value)
            maximum = max(maximum, value)
        }
        guard minimum < maximum else {
            mean = first
            return
        }
        // A power of two near the largest size: scaling by it is exact, and squares of the scaled numbers stay finite.
        let exponent = min(1022, max(-1022, Int(max(abs(minimum), abs(maximum)).exponent)))
        let scale = scalbn(1.0, Int32(0 - exponent))
        let count = Double(values.count)
        var sum = 0.0
        for value in values { sum += value * scale }
        var center = sum / count
        var correction = 0.0
        for value in values { correction += value * scale - center }
        center += correction / count
        var squares = 0.0
        var rest = 0.0
        for value in values {
            let distance = value * scale - center
            squares += distance * distance
            rest += distance
        }
        // The second term removes the error that the rounded center leaves in the squares.
        let variance = max(0, (squares - rest * rest / count) / count)
        mean = max(minimum, min(maximum, center / scale))
        let deviation = variance.squareRoot() / scale
        standardDeviation = deviation > 0 ? deviation : 1
    }
}
