/// Whether draws spread as far as they err, over the removed continuous cells of a table.
///
/// Everything is in standard deviations of each column. Cells that were missing before take no part.
public struct Calibration: Sendable, Equatable {
    /// The level of the intervals of column means.
    public static let meanLevel = 0.95

    /// Share of removed cells within the central 50 % interval of their draws, by `DrawScore.coverage(level:)`: .5 where
    /// the draws are calibrated, less where they spread too little.
    public var coverage50: Double
    /// The same for the central 90 % interval.
    public var coverage90: Double
    /// The fair continuous ranked probability score, averaged over the removed cells.
    public var continuousRankedProbabilityScore: Double
    /// Share of the columns whose mean before the removal lies in the 95 % interval of Rubin's rules.
    ///
    /// Its variance counts the sampling of rows, which are the same here: expect more than .95.
    public var meanCoverage: Double
    /// The same for intervals from the variance between draws alone: expect .95 where the imputation is proper, and less
    /// where the draws know nothing of the uncertainty of what was fitted.
    public var meanCoverageBetween: Double

    /// Calibration from its figures.
    public init(
        coverage50: Double, coverage90: Double, continuousRankedProbabilityScore: Double, meanCoverage: Double,
        meanCoverageBetween: Double
    ) {
        self.coverage50 = coverage50
        self.coverage90 = coverage90
        self.continuousRankedProbabilityScore = continuousRankedProbabilityScore
        self.meanCoverage = meanCoverage
        self.meanCoverageBetween = meanCoverageBetween
    }

    /// Measures draws; `nil` for fewer than two and where no continuous cell was removed.
    ///
    /// Cells weigh the same whatever their column, and so do columns with a removed cell in the coverage of means.
    ///
    /// - Parameters:
    ///   - draws: Completed tables, each rows × features.
    ///   - dataset: The encoded table before the removal.
    ///   - kept: Which cells stayed, rows × columns of the layout.
    public init?(draws: [[Float]], dataset: Dataset, kept: [Bool]) {
        guard draws.count > 1 else { return nil }
        var cells: [DrawScore] = []
        var holdsByRubin: [Bool] = []
        var holdsByBetween: [Bool] = []
        for (column, entry) in dataset.layout.entries.enumerated() where entry.kind == .continuous {
            let places = Places(of: column, entry, dataset, kept)
            guard !places.removed.isEmpty else { continue }
            for place in places.removed {
                cells.append(
                    DrawScore(draws: draws.map { Double($0[place]) }, truth: Double(dataset.values[place])))
            }
            let intervals = ColumnMeanIntervals(columns: draws.map { draw in places.all.map { Double(draw[$0]) } })
            let truth = RepeatedFigure(places.all.map { Double(dataset.values[$0]) }).mean
            holdsByRubin.append(intervals.rubin.interval(level: Self.meanLevel).contains(truth))
            holdsByBetween.append(intervals.between.interval(level: Self.meanLevel).contains(truth))
        }
        guard !cells.isEmpty else { return nil }
        func share(_ holds: [Bool]) -> Double { Double(holds.count { $0 }) / Double(holds.count) }
        self.init(
            coverage50: RepeatedFigure(cells.map { $0.coverage(level: 0.5) }).mean,
            coverage90: RepeatedFigure(cells.map { $0.coverage(level: 0.9) }).mean,
            continuousRankedProbabilityScore: RepeatedFigure(cells.map(\.continuousRankedProbabilityScore)).mean,
            meanCoverage: share(holdsByRubin), meanCoverageBetween: share(holdsByBetween))
    }

    /// Where the cells of a column lie among the features.
    private struct Places {
        /// Of the cells that were there before the removal.
        var all: [Int] = []
        /// Of those that were removed.
        var removed: [Int] = []

        init(of column: Int, _ entry: FeatureEntry, _ dataset: Dataset, _ kept: [Bool]) {
            for row in 0..<dataset.rowCount {
                let place = row * dataset.layout.featureCount + entry.offset
                guard dataset.observed[place] == 1 else { continue }
                all.append(place)
                if !kept[row * dataset.layout.entries.count + column] { removed.append(place) }
            }
        }
    }
}
