/// How the numbers of an encoded column relate to those of the file: original = centre + scale · encoded.
///
/// Continuous columns are standardised; the others are as they are encoded.
public struct ColumnUnits: Codable, Sendable, Equatable {
    /// What an encoded 0 is in units of the file.
    public var centre: Double
    /// How many units of the file an encoded 1 is more than an encoded 0; above 0.
    public var scale: Double

    /// Units of a column.
    public init(centre: Double, scale: Double) {
        self.centre = centre
        self.scale = scale
    }

    /// Numbers that are encoded as they are.
    public static let identity = ColumnUnits(centre: 0, scale: 1)

    /// A number of the file as the encoded table holds it, which is rounded to 32 bits: equal to the cells of that number in
    /// either precision.
    public func encoded(_ original: Double) -> Double { Double(Float(standardised(original))) }

    /// An encoded number in units of the file; not quite the one that was encoded, since that was rounded (see `Atoms`).
    public func original(_ encoded: Double) -> Double { centre + scale * encoded }

    /// A number in units of the scale from the centre; finite, and at most 10⁹ in size.
    func standardised(_ value: Double) -> Double {
        var distance = value - centre
        var scale = scale
        if !distance.isFinite {
            // The difference of two huge numbers of opposite sign overflows; that of their halves does not.
            distance = value / 2 - centre / 2
            scale /= 2
        }
        // Far from everything seen in training; the bound keeps squares of it within Float.
        return max(-1e9, min(1e9, distance / scale))
    }
}
