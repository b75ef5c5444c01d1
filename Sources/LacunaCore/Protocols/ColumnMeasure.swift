/// What the density of a continuous column is relative to: length on a range of values, and counting at some points.
///
/// A normal column has a density on the whole line. Where single values have a probability of their own (readings at a
/// detection limit, an excess of zeros), the log-density of a cell that holds one is the logarithm of that probability, and
/// that of any other cell is of the usual kind: a density relative to Lebesgue measure plus counting measure at the
/// atoms. All in units of the file; `encoded(by:)` is the same in the encoding of a block, in which log-densities are.
///
/// Atoms are what lets a draw of one be written back as the very number of the file, and what leaves a log-likelihood as it is
/// where its unit changes (`LogLikelihoods`). The range is for the conformance kit alone, which integrates over it and looks
/// for draws outside of it: samplers do not cut draws.
public struct ColumnMeasure: Sendable, Equatable {
    /// The range of values that have a density; no draw lies outside, where the log-density is finite but has no meaning.
    public var range: ClosedRange<Double>
    /// Values with a probability of their own.
    public var atoms: [Double]

    /// A density on a range, and atoms in it.
    public init(range: ClosedRange<Double> = -Double.infinity...Double.infinity, atoms: [Double] = []) {
        self.range = range
        self.atoms = atoms
    }

    /// A density on the whole line, without atoms.
    public static let line = ColumnMeasure()

    /// The same measure of encoded numbers, which are rounded to 32 bits.
    public func encoded(by units: ColumnUnits) -> ColumnMeasure {
        func bound(_ number: Double) -> Double { number.isFinite ? units.encoded(number) : number }
        return ColumnMeasure(
            range: bound(range.lowerBound)...bound(range.upperBound), atoms: atoms.map { units.encoded($0) })
    }
}
