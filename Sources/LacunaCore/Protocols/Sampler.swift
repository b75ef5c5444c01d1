import LacunaTensors

/// Draws from p(x_m | x_o): what completes rows, once a model is fitted.
///
/// A sampler is three pure steps over an explicit state, so that a driver can run many rows at once, report and stop.
///
/// Contract, checked by `checkSampler`: a row's result depends on its observed cells, its address and the model alone,
/// not on the rows beside it; on models with a known answer the draws agree with it.
public protocol Sampler: Component {
    /// Whether it draws under a missingness model that is not ignorable; `false` unless a sampler says otherwise.
    var servesMissingness: Bool { get }

    /// Whether it shows the encoder rows with holes; `true` unless a sampler says otherwise. Those that encode imputed rows
    /// only serve encoders that know complete rows only.
    var encodesIncompleteRows: Bool { get }

    /// How many draws a row it can give at most; `nil`, unless a sampler says otherwise, for as many as are asked for.
    var drawLimit: Int? { get }

    /// Rows that suit one pass through the model; 1 unless a sampler says otherwise.
    var preferredBatchSize: Int { get }

    /// What to try where its diagnostics are poor, as the end of a sentence: "try …".
    var advice: String { get }

    /// What does not fit between the sampler and the parts of a model: a sentence each, asked before any work starts.
    /// `misfits` finds what follows from the properties above.
    func problems(with model: ComposedModel) -> [String]

    /// Everything the sampler carries from step to step.
    associatedtype State

    /// Begins with the rows that are loaded.
    func start(_ rows: ConditionalRows) throws -> State

    /// Advances all rows.
    ///
    /// - Returns: Whether another step is needed.
    func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool

    /// What the request asks for, one result a row.
    func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation]
}

extension Sampler {
    /// No.
    public var servesMissingness: Bool { false }
    /// Yes.
    public var encodesIncompleteRows: Bool { true }
    /// None.
    public var drawLimit: Int? { nil }
    /// 1.
    public var preferredBatchSize: Int { 1 }
    /// Another sampler.
    public var advice: String { "another imputation.sampler or more training.steps" }
    /// Those that follow from what the sampler says of itself.
    public func problems(with model: ComposedModel) -> [String] { misfits(with: model) }

    /// A missingness model that it does not serve, and an encoder that must not see the rows that it would be shown.
    public func misfits(with model: ComposedModel) -> [String] {
        var problems: [String] = []
        if !model.missingness.isIgnorable, !servesMissingness {
            problems.append(
                """
                \(Self.name) draws as if missingness were ignorable, but model.missingness is \
                \(type(of: model.missingness).name); choose a sampler that serves it
                """)
        }
        if encodesIncompleteRows, !model.encoderInput.servesMissingCells {
            problems.append(
                """
                \(Self.name) shows the encoder rows with holes, but model.encoderInput \
                \(type(of: model.encoderInput).name) takes complete rows only; choose a sampler that encodes imputed rows
                """)
        }
        return problems
    }

    /// All steps from start to finish.
    ///
    /// - Throws: What the sampler throws, and `LacunaError` of the kind `interrupted` where the rows are asked to stop.
    public func run(_ rows: ConditionalRows) throws -> [RowImputation] {
        var state = try start(rows)
        repeat {
            if rows.shouldStop() { throw LacunaError(.interrupted, "interrupted while imputing") }
        } while try step(&state, rows)
        return try finish(state, rows)
    }
}

/// What is wanted of the missing cells.
public struct ImputationRequest: Sendable, Equatable {
    /// The single value that completes a cell.
    public var summary: ImputationSummary
    /// Quantiles wanted as completed tables of their own, each in (0, 1).
    public var quantiles: [Double]
    /// Number of joint draws of each row's missing cells.
    public var drawCount: Int
    /// Whether diagnostics are looked at; where they are not, a sampler need not find more than cost nothing.
    public var isDiagnosed: Bool

    /// Steps that chains take and keep, without any before them; `nil`: as many as the sampler says.
    public var stepCount: Int?

    /// A request.
    public init(
        summary: ImputationSummary = .mean, quantiles: [Double] = [], drawCount: Int = 0, isDiagnosed: Bool = true,
        stepCount: Int? = nil
    ) {
        self.summary = summary
        self.quantiles = quantiles
        self.drawCount = drawCount
        self.isDiagnosed = isDiagnosed
        self.stepCount = stepCount
    }

    /// Whether draws of x itself are needed, beside conditional means.
    public var needsDraws: Bool { needsSpread || drawCount > 0 }

    /// Whether a summary or quantile is wanted that follows from many draws of x, and not from their mean.
    public var needsSpread: Bool { summary != .mean || !quantiles.isEmpty }
}

/// The single value that completes a cell. A binary or categorical cell takes its most probable category with all of them.
public enum ImputationSummary: String, ConfigurationOption {
    /// The conditional mean, which minimises the squared error.
    case mean
    /// The conditional median, which minimises the absolute error.
    case median
    /// The most probable value (for continuous columns by the half-sample mode of Bickel and Frühwirth 2006).
    case mode
}

/// The completed features of one row, in the encoding of the dataset.
public struct RowImputation: Sendable {
    /// The summary; entries of observed features are ignored.
    public var summary: [Float]
    /// The quantiles, in the order of the request.
    public var quantiles: [[Float]]
    /// The draws.
    public var draws: [[Float]]
    /// How far the result can be trusted.
    public var diagnostics: RowDiagnostics

    /// A result.
    public init(summary: [Float], quantiles: [[Float]] = [], draws: [[Float]] = [], diagnostics: RowDiagnostics) {
        self.summary = summary
        self.quantiles = quantiles
        self.draws = draws
        self.diagnostics = diagnostics
    }

    /// Whether every number is finite.
    public var isFinite: Bool {
        summary.allSatisfy(\.isFinite) && quantiles.allSatisfy { $0.allSatisfy(\.isFinite) }
            && draws.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
}

/// The family of samplers.
public enum Samplers: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Sampler
    /// The key of the family.
    public static let name = "sampler"
    /// The heading of the family.
    public static let title = "Samplers"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Sampler)? { component as? any Sampler }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Sampler.Type }
}
