import LacunaCore

/// Self-masking: whether a cell is missing depends on its own value, by a logistic curve a column whose slope and threshold
/// are learnt (Ipsen et al. 2021, section 2.2).
///
/// The log-odds of being observed are −W (x − b), in standardised units: with W above 0 cells are missing more often when
/// above b. A binary column is a number 0 or 1; a categorical column has log-odds −W_c for each category instead. A column
/// that is never missing has its curve too, whose probability of being observed learns to be near 1 at the values that are
/// there; beyond them nothing is known, and missing cells of such a column in another table are imputed as if they were
/// missing at random.
///
/// Without a known sign of W two solutions can explain a table nearly as well, one with the missing values above those
/// observed and one with them below; `selfMaskingKnown` settles it. Priors of W and b are normal, counted once for
/// the whole table; they keep curves of columns that the data say little about from running off. That of W has the mean 0;
/// that of b has the mean 0 for a continuous column and ½ for a binary one, half way between its values. For a categorical
/// column the prior of W_c pulls the rate at which cells of category c are missing, σ(W_c), towards ½: with a small scale
/// and few cells it makes rare gaps look common.
public struct SelfMasking: SelfMaskingModel {
    public static let name = "selfMasking"
    public static let summary = "each cell by its own value: a logistic curve a column, of unknown direction"
    public static let references = [Reference.notMissingAtRandom]

    public static let keyDescriptions = [
        KeyDescription(
            "slopePriorScale",
            "standard deviation of the prior of each slope W, and of each log-odds of a category; null for a flat prior",
            .above(0)),
        thresholdPriorScaleDescription,
    ]

    /// The standard deviation of the prior of each slope W (of each log-odds W_c of a category); `null` for a flat one.
    public var slopePriorScale: Double?
    /// The standard deviation of the prior of each threshold b, in standard deviations of a continuous column, in distances
    /// between both values of a binary one; `null` for a flat one.
    public var thresholdPriorScale: Double?

    public init() {}

    /// Self-masking with priors of its curves.
    public init(slopePriorScale: Double? = nil, thresholdPriorScale: Double? = nil) {
        self.slopePriorScale = slopePriorScale
        self.thresholdPriorScale = thresholdPriorScale
    }

    public var isIgnorable: Bool { false }

    public func logPrior(for columns: [FeatureEntry], in scope: ParameterScope) -> Tensor? {
        let curves = MaskingCurves(columns, in: scope)
        return curves.logPrior(
            ofSlope: curves.slope, slopeScale: slopePriorScale, thresholdScale: thresholdPriorScale)
    }

    public func logOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds {
        let curves = MaskingCurves(columns, in: scope)
        return OwnLogOdds(
            isExplained: columns.map { _ in true }, slope: -curves.slope, offset: curves.offset(slope: curves.slope))
    }
}
