import LacunaCore

/// What measuring the calibration of draws came to.
struct CalibrationReport: Sendable {
    static let discussion = [
        "With --draws m each method also completes the table m times at random, and the spread of these draws is compared "
            + "with how far they miss, over the removed continuous cells: the share of cells within the central 50 % and "
            + "90 % intervals of their draws, and the CRPS, the continuous ranked probability score in standard deviations "
            + "of the column (fair: for an unlimited number of draws in expectation; lower is better). A cell counts by the "
            + "rank of the truth among the draws, spread evenly over the gap between its neighbours, so that draws which "
            + "could be exchanged with the truth give 50 % and 90 % on average for any m. Fewer than 19 draws leave no gap "
            + "beside the 90 % interval: misses then count in part.",
        "The last two figures are the shares of continuous columns with removed cells whose mean before the removal lies "
            + "in a 95 % interval from the m tables. That of Rubin's rules counts the sampling of rows as well, which are "
            + "the same rows here: expect more than 95 %. That of the variance between tables, (1 + 1/m) B with m−1 "
            + "degrees of freedom, is 95 % where the imputation is proper, and less where draws leave out how uncertain "
            + "the fitted model is. Standard errors are those over repeats. The keys of --json are calibration.draws, "
            + "coverage50, coverage90, crps, meanCoverage and meanCoverageBetween, the last five with mean, sd, "
            + "standardError and values.",
    ]

    /// Draws of each method.
    var drawCount: Int

    /// The figures of each column of the table: its title, its key and where it is found.
    private static let figures: [(title: String, key: String, of: @Sendable (Calibration) -> Double)] = [
        ("in 50 %", "coverage50", { $0.coverage50 }),
        ("in 90 %", "coverage90", { $0.coverage90 }),
        ("CRPS", "crps", { $0.continuousRankedProbabilityScore }),
        ("means, Rubin", "meanCoverage", { $0.meanCoverage }),
        ("means, between", "meanCoverageBetween", { $0.meanCoverageBetween }),
    ]

    /// For people: one line a method.
    func text(_ results: [Evaluation.Result]) -> String {
        let title =
            "\(drawCount) draws: removed continuous cells in the central intervals, column means in 95 % intervals; "
            + "mean (standard error)"
        var table = TextTable([("method", .left)] + Self.figures.map { ($0.title, .right) })
        for result in results {
            table.add(
                [result.method]
                    + Self.figures.map { figure in shown(RepeatedFigure(result.calibrations.map(figure.of))) })
        }
        return title + "\n" + table.render()
    }

    /// For programs; `null` where nothing could be measured.
    func json(_ result: Evaluation.Result) -> JSONText {
        guard !result.calibrations.isEmpty else { return .null }
        return .object(
            [("draws", .integer(drawCount))]
                + Self.figures.map { figure in
                    let repeated = RepeatedFigure(result.calibrations.map(figure.of))
                    return (
                        figure.key,
                        [
                            "mean": .number(repeated.mean), "sd": .number(repeated.standardDeviation),
                            "standardError": .optional(repeated.standardError), "values": .numbers(repeated.values),
                        ]
                    )
                })
    }

    private func shown(_ figure: RepeatedFigure) -> String {
        guard !figure.values.isEmpty else { return "–" }
        return "\(Phrase.fixed(figure.mean, 4)) (\(figure.standardError.map { Phrase.fixed($0, 4) } ?? "–"))"
    }
}
