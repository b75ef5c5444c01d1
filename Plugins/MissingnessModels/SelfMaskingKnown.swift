import LacunaCore

/// Self-masking in a direction that is known: whether a cell is missing depends on its own value, by a logistic curve a
/// column that rises or falls as the user says (Ipsen et al. 2021, section 2.2).
///
/// The log-odds of being observed are −softplus(W) (x − b) for `above`, where large values are missing more often, and
/// softplus(W) (x − b) for `below`, in standardised units. The direction settles what `selfMasking` cannot know from the
/// data: on which side of the observed values the missing ones lie. A column that is never missing has its curve too,
/// whose probability of being observed learns to be near 1 at the values that are there; beyond them nothing is known, and
/// missing cells of such a column in another table are imputed as if they were missing at random.
///
/// Categorical columns have no order, hence no direction: like columns of the direction `none`, their pattern is not
/// explained, and their missing cells are imputed as if they were missing at random, which is told when fitting begins.
/// `perColumn` can give them `selfMasking`; the direction `none` in `columns` says that it is meant.
///
/// The priors are those of `selfMasking`, that of the slope being on softplus(W): half of a normal distribution.
public struct SelfMaskingKnown: SelfMaskingModel {
    public static let name = "selfMaskingKnown"
    public static let summary = "each cell by its own value: a logistic curve a column, of known direction"
    public static let references = [Reference.notMissingAtRandom]

    public static let keyDescriptions = [
        KeyDescription("direction", "direction of each continuous or binary column that is not named"),
        KeyDescription("columns", "directions by the names of columns"),
        KeyDescription(
            "slopePriorScale",
            "standard deviation of the prior of each slope before it is halved; null for a flat prior", .above(0)),
        thresholdPriorScaleDescription,
    ]

    /// The direction of each continuous or binary column that `columns` does not name.
    public var direction = MaskingDirection.above
    /// Directions by the names of columns.
    public var columns: [String: MaskingDirection] = [:]
    /// The standard deviation of the prior of each slope softplus(W) before it is halved; `null` for a flat one.
    public var slopePriorScale: Double?
    /// The standard deviation of the prior of each threshold b, in standard deviations of a continuous column, in distances
    /// between both values of a binary one; `null` for a flat one.
    public var thresholdPriorScale: Double?

    public init() {}

    /// Self-masking with given directions, and priors of its curves.
    public init(
        direction: MaskingDirection = .above, columns: [String: MaskingDirection] = [:], slopePriorScale: Double? = nil,
        thresholdPriorScale: Double? = nil
    ) {
        self.direction = direction
        self.columns = columns
        self.slopePriorScale = slopePriorScale
        self.thresholdPriorScale = thresholdPriorScale
    }

    public func problems(with columns: [ColumnMissingness]) -> [String] { problems(with: columns, elsewhere: []) }

    /// The same where the model explains some columns of a table only.
    ///
    /// - Parameters:
    ///   - columns: The columns that it explains.
    ///   - elsewhere: The other columns of the table, each with the key that gives it a model.
    func problems(with columns: [ColumnMissingness], elsewhere: [(column: String, key: String)]) -> [String] {
        NamedColumns.problems(
            self.columns.keys, among: columns, elsewhere: elsewhere, explains: { self.columns[$0] != .unexplained }
        ) { column in
            self.columns[column.name].map { Self.problems(of: $0, for: column) } ?? []
        }
    }

    /// Categorical columns with missing cells, whose pattern stays unexplained though no one said so.
    public func notes(with columns: [ColumnMissingness]) -> [String] {
        guard direction != .unexplained else { return [] }
        let names = columns.filter {
            $0.kind == .categorical && $0.missingCount > 0 && $0.observedCount > 0 && self.columns[$0.name] == nil
        }.map(\.name)
        guard let first = names.first else { return [] }
        guard names.count > 1 else {
            return [
                """
                the pattern of \(first) is not explained: its categories have no order; perColumn can give it selfMasking
                """
            ]
        }
        let listed = 3
        let rest = names.count > listed ? " and \(names.count - listed) more" : ""
        return [
            """
            the patterns of \(names.prefix(listed).joined(separator: ", "))\(rest) are not explained: their categories have \
            no order; perColumn can give them selfMasking
            """
        ]
    }

    /// What is wrong with a direction that is meant for one column.
    static func problems(of direction: MaskingDirection, for column: ColumnMissingness) -> [String] {
        guard direction != .unexplained else { return [] }
        var problems: [String] = []
        if column.kind == .categorical {
            problems.append(
                "the categories of this column have no order for \(direction.rawValue); write none, or choose selfMasking for it in perColumn"
            )
        }
        if column.isNeverMissing {
            problems.append(
                """
                cells are to be missing more often \(direction.rawValue) some value, but all \(column.observedCount) cells of \
                this column are observed; write none, or leave the key out
                """)
        }
        return problems
    }

    public var isIgnorable: Bool {
        direction == .unexplained && columns.values.allSatisfy { $0 == .unexplained }
    }

    public func logPrior(for columns: [FeatureEntry], in scope: ParameterScope) -> Tensor? {
        guard let curves = curves(for: columns, in: scope) else { return nil }
        return curves.logPrior(
            ofSlope: curves.slope.softplus(), slopeScale: slopePriorScale, thresholdScale: thresholdPriorScale)
    }

    public func logOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds {
        guard let curves = curves(for: columns, in: scope) else { return .joined([], for: columns, on: scope.tape) }
        let signs = curves.columns.map { direction(of: $0).sign }
        let slope = curves.slope.softplus() * scope.tape.constant(signs, TensorShape(features: signs.count))
        let odds = OwnLogOdds(
            isExplained: signs.map { _ in true }, slope: -slope, offset: curves.offset(slope: slope))
        return .joined([(curves.columns, odds)], for: columns, on: scope.tape)
    }

    /// The curves of the columns that have a direction; `nil` where none has. Their slopes start at softplus(0) = 0.69.
    private func curves(for columns: [FeatureEntry], in scope: ParameterScope) -> MaskingCurves? {
        let explained = columns.filter { direction(of: $0) != .unexplained }
        return explained.isEmpty ? nil : MaskingCurves(explained, in: scope, slopeStart: .zeros)
    }

    private func direction(of column: FeatureEntry) -> MaskingDirection {
        column.kind == .categorical ? .unexplained : columns[column.name] ?? direction
    }
}
