/// A number among the parameters of a missingness model that changes where the curve of a column is mirrored: missing more
/// often above becomes missing more often below.
///
/// All numbers of a column together give its mirrored curve, P'(missing | x) = P(missing | 2c − x) with c the middle of the
/// column: 0 in standardised units, or ½ where its values are 0 and 1. The probability of every pattern of a row is then
/// that of the row with 2c − x in this column. Categories have no order, and no middle.
///
/// Contract, checked by `checkMissingnessModel`.
public struct MirroredParameter: Sendable, Equatable {
    /// The column, by its place among those that are explained.
    public var column: Int
    /// The parameter, by its names in the scope of the model, such as `slope`, joined by points.
    public var path: String
    /// The place among the parameter's numbers.
    public var index: Int
    /// Half the sum of the number and its mirror image: v becomes 2 · centre − v.
    public var centre: Double

    /// A number of a column.
    public init(column: Int, path: String, index: Int, centre: Double = 0) {
        self.column = column
        self.path = path
        self.index = index
        self.centre = centre
    }
}
