import LacunaCore

/// Normal columns that are recorded as a limit wherever they lie beyond it, as an instrument with a detection limit does
/// (Tobin 1958).
///
/// A cell at the limit L says that the value lies at or below it, and has the probability of that, Φ((L − μ) / σ); any other
/// cell has the normal density. With limits from above, signs are turned. Draws and the mean are those of what is recorded, so
/// that no imputed cell lies beyond the limit.
///
/// Head: means, then raw scales; σ = floor + softplus(raw). A column without a limit is as in `gaussian`.
public struct CensoredGaussianObservation: ObservationModel {
    public static let name = "censoredGaussian"
    public static let aliases = ["tobit"]
    public static let summary = "normal columns, recorded as the detection limit where they lie beyond it"
    public static let references = [Reference.limitedDependentVariables]
    public static let kinds: Set<ColumnKind> = [.continuous]
    public static let keyDescriptions = [
        KeyDescription(
            "limit", "the limit of every column that limits does not name, in units of the file; null for none"),
        KeyDescription("limits", "limits of single columns by their names, in units of the file"),
        KeyDescription("side", "whether values below the limits or above them are recorded as the limit"),
        KeyDescription("scaleFloor", "the smallest scale, in standardised units", .above(0)),
    ]

    /// The limit of every column that `limits` does not name, in units of the file; `null` for none.
    public var limit: Double?
    /// Limits of single columns by their names, in units of the file.
    public var limits: [String: Double] = [:]
    /// Whether values below the limits or above them are recorded as the limit.
    public var side = LimitSide.below
    /// The smallest scale, in standardised units.
    public var scaleFloor = 1e-3

    public init() {}

    /// Columns with a limit.
    public init(limit: Double?, limits: [String: Double] = [:], side: LimitSide = .below) {
        self.limit = limit
        self.limits = limits
        self.side = side
    }

    public func problems() -> [ConfigurationProblem] {
        let named = limits.sorted { $0.key < $1.key }.map { ("limits.\($0.key)", $0.value) }
        let all = (limit.map { [("limit", $0)] } ?? []) + named
        return all.filter { !$0.1.isFinite }.map {
            ConfigurationProblem(
                key: $0.0, message: "must be a number, not \($0.1); leave it out where there is no limit")
        }
    }

    public func problems(with block: ColumnBlock) -> [String] {
        limits.keys.filter { !block.names.contains($0) }.sorted().map { name in
            """
            limits.\(name): no column that this model describes has that name; they are \
            \(block.names.prefix(10).joined(separator: ", "))\(block.names.count > 10 ? ", …" : "")
            """
        }
    }

    public func headWidth(for block: ColumnBlock) -> Int { 2 * block.featureCount }

    public func measures(of block: ColumnBlock) -> [ColumnMeasure] {
        block.names.map { name in
            guard let limit = limits[name] ?? limit else { return .line }
            let range = side == .below ? limit...Double.infinity : -Double.infinity...limit
            return ColumnMeasure(range: range, atoms: [limit])
        }
    }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        let count = block.featureCount
        return RecordedCensoredGaussian(
            location: head.features(0..<count), scale: head.features(count..<2 * count).softplus() + scaleFloor,
            limits: encodedLimits(of: block), side: side)
    }

    /// The limit of each column in the block's encoding.
    private func encodedLimits(of block: ColumnBlock) -> [Double?] {
        zip(block.names, block.units).map { name, units in (limits[name] ?? limit).map { units.encoded($0) } }
    }
}

extension Reference {
    /// Tobin 1958.
    static let limitedDependentVariables = Reference(
        title: "Estimation of relationships for limited dependent variables", authors: ["James Tobin"], year: 1958,
        venue: "Econometrica 26", identifier: "10.2307/1907382")
}
