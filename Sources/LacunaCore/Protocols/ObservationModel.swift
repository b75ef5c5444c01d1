import LacunaTensors

/// p(x_j | z) for a block of columns of one kind: how decoded latents become values.
///
/// Contract, checked by `checkObservationModel` of the conformance kit:
/// - `headWidth` numbers a sample come from the decoder, in an order of the model's own.
/// - The log-density counts observed cells only. What stands in a missing cell, NaN included, changes neither it nor any
///   gradient.
/// - Draws follow the density; the mean is the mean of the draws.
/// - What the density of a continuous column is relative to is what `measures(of:)` says: length on the whole line, unless a
///   model says otherwise.
public protocol ObservationModel: Component {
    /// The kinds of columns that it can describe.
    static var kinds: Set<ColumnKind> { get }

    /// How many numbers a sample it needs from the decoder for a block.
    func headWidth(for block: ColumnBlock) -> Int

    /// What the density of each column of a continuous block is relative to, in units of the file: the whole line unless a model
    /// says otherwise.
    func measures(of block: ColumnBlock) -> [ColumnMeasure]

    /// What does not fit between the model's keys and the columns it describes: a sentence each, none unless a model says
    /// otherwise. Asked before any work starts.
    func problems(with block: ColumnBlock) -> [String]

    /// The distribution of a block, given the decoder's output.
    ///
    /// - Parameters:
    ///   - head: rows × samples × head width.
    ///   - block: The columns.
    ///   - scope: Where parameters of the model's own are found.
    func distribution(head: Tensor, block: ColumnBlock, in scope: ParameterScope) -> any ConditionalDistribution
}

extension ObservationModel {
    /// The whole line, for each column.
    public func measures(of block: ColumnBlock) -> [ColumnMeasure] { block.names.map { _ in .line } }
    /// None.
    public func problems(with block: ColumnBlock) -> [String] { [] }
}

/// The distribution of a block of columns given z, recorded on a tape.
public protocol ConditionalDistribution {
    /// log p(observed cells | z), in nats of the block's encoding (standardised units for continuous columns) and relative to
    /// the model's `measures(of:)`, summed over the block's columns: rows × samples × 1.
    ///
    /// - Parameters:
    ///   - values: rows × 1 × features of the block.
    ///   - observed: The same shape, 1 where observed, 0 where missing.
    func logDensity(of values: Tensor, observed: Tensor) -> Tensor

    /// E[x | z] in the block's encoding (probabilities for binary and one-hot features): rows × samples × features.
    func mean() -> Tensor

    /// A draw of every feature given z: rows × samples × features, its noise addressed by the purpose.
    func sample(purpose: String) -> Tensor

    /// The same draw with a gradient to the head: the draw itself where that has one, else its value with the gradient of a
    /// relaxation. `sample` unless a distribution says otherwise.
    func reparametrisedSample(purpose: String) -> Tensor

    /// Σ of log E[σ(slope · x + offset) | z] over the columns wanted, in nats: rows × samples × 1; `nil`, unless a
    /// distribution says otherwise, where it is not known.
    ///
    /// It is how a missing cell leaves the bound where its log-odds of being missing are affine in its own value.
    ///
    /// - Parameters:
    ///   - slope: Of each feature of the block, 1 × 1 × features.
    ///   - offset: Of each column of the block, 1 × 1 × columns.
    ///   - wanted: 1 for each column that counts, rows × 1 × columns; the others influence nothing.
    func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor?

    /// E[x σ(slope · x + offset) | z] / E[σ(slope · x + offset) | z], column by column, in the block's encoding:
    /// rows × samples × features, without a gradient; `nil`, unless a distribution says otherwise, where it is not known.
    func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor?
}

extension ConditionalDistribution {
    /// `sample`.
    public func reparametrisedSample(purpose: String) -> Tensor { sample(purpose: purpose) }
    /// Not known.
    public func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? { nil }
    /// Not known.
    public func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? { nil }
}

/// Columns of one kind that share an observation model: consecutive features of the encoded table.
public struct ColumnBlock: Sendable, Equatable {
    /// What the columns hold.
    public var kind: ColumnKind
    /// The columns' names.
    public var names: [String]
    /// How many features each column takes: 1, or the number of categories.
    public var widths: [Int]
    /// Where the block lies among all features.
    public var features: Range<Int>
    /// How each column's encoded numbers relate to those of the file: a number that a key states in the file's units is
    /// `units[column].encoded(number)` here.
    public var units: [ColumnUnits]

    /// A block of columns, which are encoded as they are where nothing is said of units.
    public init(kind: ColumnKind, names: [String], widths: [Int], features: Range<Int>, units: [ColumnUnits]? = nil) {
        self.kind = kind
        self.names = names
        self.widths = widths
        self.features = features
        self.units = units ?? names.map { _ in .identity }
    }

    /// Number of features.
    public var featureCount: Int { features.count }
    /// Number of columns.
    public var columnCount: Int { names.count }
}

/// The family of observation models.
public enum ObservationModels: ComponentFamily {
    /// A member of the family.
    public typealias Member = any ObservationModel
    /// The key of the family.
    public static let name = "observationModel"
    /// The heading of the family.
    public static let title = "Observation models"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any ObservationModel)? {
        component as? any ObservationModel
    }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any ObservationModel.Type }
}
