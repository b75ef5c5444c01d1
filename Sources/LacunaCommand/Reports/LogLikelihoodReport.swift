import LacunaCore

/// What evaluating the log-likelihood of rows came to.
struct LogLikelihoodReport: Sendable {
    /// What the integral over a grid came to.
    struct Grid: Sendable {
        var logLikelihoods: LogLikelihoods
        /// Points a side.
        var sidePointCount: Int
        var pointCount: Int
        var priorMass: Double
        /// The largest change of a row where every other point is left out, in nats.
        var largestCoarseChange: Double

        init(_ logLikelihoods: LogLikelihoods, _ result: GridLogLikelihood.Result, _ grid: GridLogLikelihood) {
            self.logLikelihoods = logLikelihoods
            sidePointCount = grid.sidePointCount
            pointCount = grid.pointCount
            priorMass = result.priorMass
            largestCoarseChange = result.largestCoarseChange
        }
    }

    var dataset: String
    var model: String
    var rowCount: Int
    var method: String
    /// Draws a row.
    var sampleCount: Int
    var importanceWeighted: LogLikelihoods
    /// One a row.
    var effectiveSampleSizes: [Double]
    var grid: Grid?
    var refit: TrainingRecord?
    /// Of what the bound of the refit is one.
    var boundSubject: BoundSubject?

    /// Below so many effective draws an estimate is far below the log-likelihood.
    private static let fewestDraws = 10.0
    /// A change by as many nats shows that a grid is too coarse.
    private static let coarseChangeLimit = 0.05

    /// For people: one line an estimate, in nats per row, and what there is to say of each.
    var text: String {
        let title =
            "\(dataset): \(Phrase.counted(rowCount, "row")); \(method) in \(model); log-likelihood in nats per row, "
            + "mean (standard error)"
        var table = TextTable([("estimate", .left), ("standardised units", .right), ("original units", .right)])
        table.add(
            ["importance-weighted, \(Phrase.counted(sampleCount, "draw"))"] + shown(importanceWeighted))
        if let grid { table.add(["grid, \(Phrase.counted(grid.pointCount, "point"))"] + shown(grid.logLikelihoods)) }
        var lines: [String] = []
        if let refit {
            lines.append(TrainingText.line(method: "encoder refitted to these rows", refit, of: boundSubject))
        }
        let size = effectiveSampleSizes.min() ?? 0
        lines.append("fewest effective draws of a row: \(Phrase.fixed(size, 1))")
        if let grid {
            lines.append(
                "prior mass on the grid: \(Phrase.fixed(grid.priorMass, 6)); without every other point a row changes by at "
                    + "most \(Phrase.fixed(grid.largestCoarseChange, 6)) nats")
        }
        return DisplayText.printable(title) + "\n" + table.render() + lines.map { $0 + "\n" }.joined()
    }

    /// What makes an estimate unreliable.
    var warnings: [String] {
        var warnings: [String] = []
        let poor = effectiveSampleSizes.count { $0 < Self.fewestDraws }
        // Who asks for so few draws wants the bound, not the log-likelihood.
        if poor > 0, Double(sampleCount) >= 2 * Self.fewestDraws {
            warnings.append(
                "\(poor) of \(Phrase.counted(rowCount, "row")) (\(Phrase.share(poor, of: rowCount))) "
                    + "\(poor == 1 ? "has" : "have") fewer than \(Int(Self.fewestDraws)) effective draws, so that the "
                    + "importance-weighted estimate is too low; try "
                    + (refit == nil ? "--refit-encoder or more --samples" : "more --samples"))
        }
        if let grid, grid.largestCoarseChange > Self.coarseChangeLimit {
            warnings.append(
                "the grid is too coarse: without every other point the log-likelihood of a row changes by "
                    + "\(Phrase.fixed(grid.largestCoarseChange, 3)) nats; try more --grid-points than \(grid.sidePointCount)"
            )
        }
        return warnings
    }

    /// For programs; all in nats per row.
    var json: JSONText {
        [
            "dataset": .string(dataset),
            "model": .string(model),
            "rows": .integer(rowCount),
            "method": .string(method),
            "samples": .integer(sampleCount),
            "importanceWeighted": .object(
                units(importanceWeighted) + [
                    (
                        "effectiveSampleSize",
                        [
                            "mean": .number(RowMean(effectiveSampleSizes).mean),
                            "smallest": .optional(effectiveSampleSizes.min()),
                        ]
                    )
                ]),
            "grid": grid.map { grid in
                .object(
                    units(grid.logLikelihoods) + [
                        ("points", .integer(grid.pointCount)), ("pointsPerSide", .integer(grid.sidePointCount)),
                        ("priorMass", .number(grid.priorMass)),
                        ("largestCoarseChange", .number(grid.largestCoarseChange)),
                    ])
            } ?? .null,
            "refit": refit.map { record in
                [
                    "steps": .integer(record.steps), "bound": .number(record.bound),
                    "boundOf": BoundSubject.json(boundSubject, of: record.bound),
                    "heldOutBound": .optional(record.heldOutBound),
                ]
            } ?? .null,
        ]
    }

    private func shown(_ logLikelihoods: LogLikelihoods) -> [String] {
        [logLikelihoods.standardised, logLikelihoods.original].map { numbers in
            let mean = RowMean(numbers)
            return "\(Phrase.fixed(mean.mean, 4)) (\(mean.standardError.map { Phrase.fixed($0, 4) } ?? "–"))"
        }
    }

    private func units(_ logLikelihoods: LogLikelihoods) -> [(key: String, value: JSONText)] {
        func figure(_ numbers: [Double]) -> JSONText {
            let mean = RowMean(numbers)
            return ["mean": .number(mean.mean), "standardError": .optional(mean.standardError)]
        }
        return [
            ("standardised", figure(logLikelihoods.standardised)), ("original", figure(logLikelihoods.original)),
        ]
    }
}
