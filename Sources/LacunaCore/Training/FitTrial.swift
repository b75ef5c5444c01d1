import LacunaTensors

/// One of several fits, and what it is compared by.
struct FitTrial {
    /// What it came to.
    var outcome: FitOutcome
    /// The fit, as long as it is the best one.
    var fitted: FittedModel?
    /// Its parameters before the closing steps, which learn from the held-out rows as well; `nil` where none are held out.
    var beforeClosing: ParameterSnapshot?
    /// The bound of each row that fits are compared by, with the same noise for every fit, in nats.
    var rowBounds: [Double] = []

    /// The learnt curves.
    var curves: [MissingnessCurve] = []

    /// A fit that came to nothing.
    init(failedFrom start: FitOutcome.Start) { outcome = FitOutcome(start: start) }

    /// A finished fit.
    ///
    /// - Throws: `LacunaError` of the kind `work` where it has no finite bound.
    init(_ fitted: FittedModel, from start: FitOutcome.Start, rowBounds: [Double]) throws(LacunaError) {
        let bound = rowBounds.reduce(0, +) / Double(max(rowBounds.count, 1))
        guard bound.isFinite else {
            throw LacunaError(
                .work,
                "at its end the bound of the rows by which fits are compared is not finite; lower the learning rate")
        }
        outcome = FitOutcome(start: start)
        outcome.bound = bound
        outcome.heldOutBound = fitted.record?.heldOutBound == nil ? nil : bound
        self.fitted = fitted
        self.rowBounds = rowBounds
        curves = fitted.record?.missingness ?? []
    }

    /// Lets go of a fit that is not the best one.
    mutating func forgetParameters() {
        fitted = nil
        beforeClosing = nil
    }

    /// The direction of a column; 0 where it has none.
    private func direction(of column: String) -> Int { curves.first { $0.column == column }?.direction ?? 0 }

    /// The bounds of all fits in which a column, or every column that has a direction here, has the same direction, itself
    /// included.
    func boundsOfAlike(among trials: [FitTrial], in column: String? = nil) -> [Double] {
        let directed = curves.filter { $0.direction != 0 && $0.column == column ?? $0.column }
        return trials.filter { trial in directed.allSatisfy { $0.direction == trial.direction(of: $0.column) } }
            .compactMap(\.outcome.bound)
    }

    /// Its curves, each of free direction with the best of other fits in which the column has the opposite one.
    func curves(comparedWith trials: [FitTrial]) -> [MissingnessCurve] {
        curves.map { curve in
            guard curve.isDirectionFree, curve.direction != 0 else { return curve }
            let opposite = trials.indices.filter { trials[$0].direction(of: curve.column) == -curve.direction }
            guard let best = opposite.max(by: { trials[$0].outcome.score < trials[$1].outcome.score }) else {
                return curve
            }
            var copy = curve
            copy.opposite = OppositeFit(
                comparison: FitComparison(
                    kept: rowBounds, other: trials[best].rowBounds,
                    alike: boundsOfAlike(among: trials, in: curve.column)),
                fits: opposite)
            return copy
        }
    }
}
