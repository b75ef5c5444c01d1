/// What the density of a continuous column is relative to: length on a range of values, and counting at some points.
///
/// A normal column has a density on the whole line. Where single values have a probability of their own (readings at a
/// detection limit, an excess of zeros), the log-density of a cell that holds one is the logarithm of that probability, and
/// that of any other cell is of the usual kind: a density relative to Lebesgue measure plus counting measure at the
/// atoms. All in the block's encoding.
public struct ColumnMeasure: Sendable, Equatable {
    /// The range of values that have a density; no draw lies outside, where the log-density is finite but has no meaning.
    public var range: ClosedRange<Double>
    /// Values with a probability of their own, rounded to 32 bits as `ColumnUnits.encoded` does.
    public var atoms: [Double]

    /// A density on a range, and atoms in it.
    public init(range: ClosedRange<Double> = -Double.infinity...Double.infinity, atoms: [Double] = []) {
        self.range = range
        self.atoms = atoms
    }

    /// A density on the whole line, without atoms.
    public static let line = ColumnMeasure()
}
