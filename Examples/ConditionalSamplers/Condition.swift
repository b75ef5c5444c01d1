/// One coordinate that is known.
struct Condition {
    /// Which, 0 or 1.
    var coordinate: Int
    /// Its value in original units.
    var value: Double

    /// What is drawn under it, for the head of a table.
    var title: String { "x\(2 - coordinate) given x\(coordinate + 1) = \(Int(value))" }

    /// The three of the published comparison.
    static let published = [
        Condition(coordinate: 0, value: 0), Condition(coordinate: 1, value: 0), Condition(coordinate: 1, value: 1),
    ]
}
