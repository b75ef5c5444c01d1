import LacunaTensors

/// p(s | x): how the pattern of observed cells depends on the values.
///
/// A model explains the pattern of some columns, by default of all; a column that is never missing is explained as well,
/// since that its cells are there says something too. Numbers are in the encoding of the dataset: standardised units for
/// continuous columns, 0 or 1 for binary ones, one-hot features for categorical ones.
///
/// Contract, checked by `checkMissingnessModel`: over all patterns of a row the probabilities sum to 1, and where the model
/// gives log-odds of its own they agree with them.
public protocol MissingnessModel: Component {
    /// Whether the factor does not depend on x, so that it can be left out of the bound and of the weights.
    var isIgnorable: Bool { get }

    /// log p(s | x), in nats: rows × samples × 1.
    ///
    /// - Parameters:
    ///   - pattern: 1 where a cell is observed, 0 where it is missing, rows × 1 × columns.
    ///   - values: The completed rows, rows × samples × all features.
    ///   - columns: The columns whose pattern is explained, in the order of the pattern; their features are places among
    ///     those of the values.
    ///   - scope: Where parameters of its own are found.
    func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor

    /// The log-odds of being observed, where those of each column depend on its own value only, and affinely; `nil` unless
    /// a model says otherwise. With them the missing cells can be integrated out exactly.
    func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds?

    /// The log-density of a prior of its own parameters, in nats for the whole table: 1 × 1 × 1; `nil`, for a flat one,
    /// unless a model says otherwise.
    func logPrior(for columns: [FeatureEntry], in scope: ParameterScope) -> Tensor?

    /// The numbers that mirror the curves of columns whose direction the model leaves to the data; none unless a model says
    /// otherwise. Further fits start from mirrored curves, so that both directions are tried.
    func mirroredParameters(for columns: [FeatureEntry]) -> [MirroredParameter]

    /// What does not fit between its keys and the columns of a table: a sentence each, asked before any work starts; none
    /// unless a model says otherwise.
    func problems(with columns: [ColumnMissingness]) -> [String]

    /// What a user should know of how it explains the columns of a table, beside what is an error: a sentence each without
    /// its full stop, told when fitting begins; none unless a model says otherwise.
    func notes(with columns: [ColumnMissingness]) -> [String]
}

extension MissingnessModel {
    /// None.
    public func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds? { nil }
    /// None.
    public func logPrior(for columns: [FeatureEntry], in scope: ParameterScope) -> Tensor? { nil }
    /// None.
    public func mirroredParameters(for columns: [FeatureEntry]) -> [MirroredParameter] { [] }
    /// None.
    public func problems(with columns: [ColumnMissingness]) -> [String] { [] }
    /// None.
    public func notes(with columns: [ColumnMissingness]) -> [String] { [] }
}

/// How the missing cells leave the joint bound of rows and patterns.
public enum MissingnessIntegration: String, ConfigurationOption {
    /// By one reparametrised draw of x_m beside each latent (Ipsen et al. 2021, equation 5). Draws of discrete columns
    /// are exact, their gradient is that of a relaxation.
    case sampled
    /// By E[p(s | x) | z] in closed form or by quadrature, column by column: at least as tight, and without the noise.
    case exact
}

/// What a table says of the missing cells of a column.
public struct ColumnMissingness: Sendable, Equatable {
    /// The column's name.
    public var name: String
    /// What it holds.
    public var kind: ColumnKind
    /// How many cells are missing.
    public var missingCount: Int
    /// How many are there.
    public var observedCount: Int

    /// Counts of a column.
    public init(name: String, kind: ColumnKind, missingCount: Int, observedCount: Int) {
        self.name = name
        self.kind = kind
        self.missingCount = missingCount
        self.observedCount = observedCount
    }

    /// Whether no cell is missing.
    public var isNeverMissing: Bool { missingCount == 0 }
}

/// The family of missingness models.
public enum MissingnessModels: ComponentFamily {
    /// A member of the family.
    public typealias Member = any MissingnessModel
    /// The key of the family.
    public static let name = "missingnessModel"
    /// The heading of the family.
    public static let title = "Missingness models"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any MissingnessModel)? {
        component as? any MissingnessModel
    }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any MissingnessModel.Type }
}
