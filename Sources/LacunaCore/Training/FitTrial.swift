import LacunaTensors

/// One of several fits, and what it is compared by.
struct FitTrial {
    /// What it came to.
    var outcome: FitOutcome
    /// The fit, as long as it is the best one.
    var fitted: FittedModel?
    /// Its parameters before the closing steps, which learn from the held-out rows as well; `nil` where none are held out.
    var beforeClosing: ParameterSnapshot?
    /// The bound of each row at the end, with the same noise for every fit, in nats.
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
            throw LacunaError(.work, "at its end the bound of all rows is not finite; lower the learning rate")
        }
        outcome = FitOutcome(start: start)
        outcome.bound = bound
        outcome.heldOutBound = fitted.record?.heldOutBound
        self.fitted = fitted
        self.rowBounds = rowBounds
        curves = fitted.record?.missingness ?? []
    }

    /// Lets go of a fit that is not the best one.
    mutating func forgetParameters() {
        fitted = nil
        beforeClosing = nil
    }

    /// Its curves, each of free direction with the best of other fits in which the column has the opposite one.
    func curves(comparedWith trials: [FitTrial]) -> [MissingnessCurve] {
        curves.enumerated().map { index, curve in
            guard curve.isDirectionFree, curve.direction != 0 else { return curve }
            let opposite = trials.filter {
                $0.curves.indices.contains(index) && $0.curves[index].direction == -curve.direction
            }
            func bound(_ trial: FitTrial) -> Double { trial.outcome.bound ?? -.infinity }
            guard let best = opposite.max(by: { bound($0) < bound($1) }) else { return curve }
            var copy = curve
            copy.opposite = OppositeFit(kept: rowBounds, opposite: best.rowBounds)
            return copy
        }
    }
}
