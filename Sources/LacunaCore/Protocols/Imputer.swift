import LacunaTensors

/// Anything that completes a table.
///
/// Fitting gives another type, so that completing before fitting cannot be written.
public protocol Imputer: Component {
    /// Whether the sections `model`, `bound` and `training` of the configuration concern it.
    var usesModel: Bool { get }

    /// Whether its draws and quantiles differ from its summary; `true` unless an imputer says otherwise.
    var knowsSpread: Bool { get }

    /// Learns from the observed cells of a dataset.
    ///
    /// - Parameters:
    ///   - dataset: The encoded rows.
    ///   - context: The rest of the configuration, randomness, threads and whom to report to.
    /// - Throws: `LacunaError`, or `UnfinishedFit` where it fails with a state that is worth keeping.
    func fit(_ dataset: Dataset, context: ImputerContext) throws -> any FittedImputer

    /// Makes a fitted imputer from what `FittedImputer.contents` stored.
    ///
    /// - Throws: `LacunaError` where the contents are not those of this imputer.
    func restore(_ contents: FittedContents, layout: FeatureLayout, context: ImputerContext) throws -> any FittedImputer
}

extension Imputer {
    /// Yes.
    public var knowsSpread: Bool { true }
}

/// An imputer that has learnt.
public protocol FittedImputer: Sendable {
    /// What is known of the fit.
    var record: TrainingRecord? { get }
    /// What a model file stores: restored, it completes every row the same.
    var contents: FittedContents { get }

    /// Completes a dataset of the layout that was fitted.
    func complete(_ dataset: Dataset, request: ImputationRequest, context: ImputerContext) throws -> Imputations
}

/// Named numbers of a fitted imputer.
public struct FittedContents: Sendable {
    /// A named array.
    public struct Entry: Sendable {
        /// The name, such as `decoder.network.output.bias`.
        public var name: String
        /// The extents.
        public var shape: [Int]
        /// The numbers, row-major.
        public var numbers: [Double]

        /// A named array.
        public init(name: String, shape: [Int], numbers: [Double]) {
            self.name = name
            self.shape = shape
            self.numbers = numbers
        }
    }

    /// The arrays.
    public var entries: [Entry]
    /// The width of the numbers.
    public var precision: Precision
    /// What is known of the fit.
    public var record: TrainingRecord?

    /// Contents from arrays.
    public init(entries: [Entry], precision: Precision, record: TrainingRecord? = nil) {
        self.entries = entries
        self.precision = precision
        self.record = record
    }

    /// The array of a name.
    public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}

/// What an imputer is given beside the data.
public struct ImputerContext: Sendable {
    /// The checked configuration.
    public var blueprint: Blueprint
    /// Threads; they change the time it takes and nothing else.
    public var threadCount: Int
    /// Asked between pieces of work; `true` ends the run with an error of the kind `interrupted`.
    public var shouldStop: @Sendable () -> Bool
    /// Told what a user should know of the work: a sentence without its full stop.
    public var note: @Sendable (String) -> Void
    /// Told of each step of training.
    public var reportTraining: @Sendable (TrainingEvent) -> Void
    /// Told how many incomplete rows are done.
    public var reportRows: @Sendable (_ done: Int, _ of: Int) -> Void
    /// Where an interrupted run of training goes on, in place of its first step.
    public var resuming: TrainingCheckpoint?
    /// Keeps a checkpoint of training: as often as `training.checkpointInterval` says, and where it is interrupted; `nil`
    /// where nobody would go on from it. What it throws is noted, or told with the interruption.
    public var saveCheckpoint: (@Sendable (TrainingCheckpoint) throws -> Void)?

    /// A context.
    public init(
        blueprint: Blueprint, threadCount: Int = 1, shouldStop: @escaping @Sendable () -> Bool = { false },
        note: @escaping @Sendable (String) -> Void = { _ in },
        reportTraining: @escaping @Sendable (TrainingEvent) -> Void = { _ in },
        reportRows: @escaping @Sendable (Int, Int) -> Void = { _, _ in }, resuming: TrainingCheckpoint? = nil,
        saveCheckpoint: (@Sendable (TrainingCheckpoint) throws -> Void)? = nil
    ) {
        self.blueprint = blueprint
        self.threadCount = threadCount
        self.shouldStop = shouldStop
        self.note = note
        self.reportTraining = reportTraining
        self.reportRows = reportRows
        self.resuming = resuming
        self.saveCheckpoint = saveCheckpoint
    }

    /// The stream of the configuration's seed.
    public var stream: RandomStream { RandomStream(seed: UInt64(bitPattern: Int64(blueprint.configuration.seed))) }
}

/// The family of imputers.
public enum Imputers: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Imputer
    /// The key of the family.
    public static let name = "imputer"
    /// The heading of the family.
    public static let title = "Imputers"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Imputer)? { component as? any Imputer }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Imputer.Type }
}
