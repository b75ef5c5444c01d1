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

    /// All steps from start to finish.
    func run(_ rows: ConditionalRows) throws -> [RowImputation] {
        var state = try start(rows)
        while try step(&state, rows) {}
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

    /// A request.
    public init(summary: ImputationSummary = .mean, quantiles: [Double] = [], drawCount: Int = 0) {
        self.summary = summary
        self.quantiles = quantiles
        self.drawCount = drawCount
    }

    /// Whether draws of x itself are needed, beside conditional means.
    public var needsDraws: Bool { summary != .mean || !quantiles.isEmpty || drawCount > 0 }
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
    var isFinite: Bool {
        summary.allSatisfy(\.isFinite) && quantiles.allSatisfy { $0.allSatisfy(\.isFinite) }
            && draws.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
}

/// How far the imputation of a row can be trusted.
public struct RowDiagnostics: Sendable, Equatable {
    /// Independent draws that the weighted ones are worth.
    public var effectiveSampleSize: Double
    /// The shape k̂ of the generalised Pareto distribution fitted to the largest weights; above .7 the weighted mean is
    /// not to be relied on (Vehtari et al. 2024).
    public var paretoShape: Double?

    /// Diagnostics of a row.
    public init(effectiveSampleSize: Double, paretoShape: Double?) {
        self.effectiveSampleSize = effectiveSampleSize
        self.paretoShape = paretoShape
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
