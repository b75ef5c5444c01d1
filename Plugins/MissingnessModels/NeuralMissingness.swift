import LacunaCore

/// Whether a cell is missing depends on all values of its row, by a network with tanh units whose outputs are the log-odds of
/// being observed, one a column.
///
/// It finds what no single boundary can describe, such as cells that are missing within a sector or an interval. As with
/// `linear`, the values of other columns explain a pattern as well as the missing one does.
public struct NeuralMissingness: MissingnessModel {
    public static let name = "neural"
    public static let summary = "each cell by all values of its row: a small network with one output a column"
    public static let references = [Reference.notMissingAtRandom]

    public static let keyDescriptions = [
        KeyDescription(
            "hidden", "units of each hidden layer; few, so that the pattern alone does not shape the values",
            .between(1, 65_536))
    ]

    /// Units of each hidden layer. One layer of 32 draws boundaries of some bends; it is small beside the decoder, so that
    /// the pattern alone does not shape the values.
    public var hidden = [32]

    public init() {}

    /// A network with given layers.
    public init(hidden: [Int] = [32]) { self.hidden = hidden }

    public func problems() -> [ConfigurationProblem] {
        hidden.isEmpty
            ? [ConfigurationProblem(key: "hidden", message: "must be a list of at least one width, not []")] : []
    }

    public var isIgnorable: Bool { false }

    public func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        var features = values
        for (index, units) in hidden.enumerated() {
            features = scope["layer\(index)"].linear(features, width: units, activation: .tanh)
        }
        return scope.tape.bernoulliLogDensity(
            pattern, logit: scope["output"].linear(features, width: columns.count))
    }
}
