import LacunaTensors

/// What samplers need of the missing cells beside latents.
public struct MissingCells {
    /// What the log-weight of each latent gains where means are sought, in nats, rows × samples × 1: log p(s | z, x_o) where
    /// x_m is integrated out, else log p(s | x_o, x_m) of the draw; `nil` where missingness is ignorable.
    public var logProbability: Tensor?
    /// What the weighted mean is taken of, rows × samples × features: E[x_m | z, s] where x_m is integrated out (E[x | z]
    /// where missingness is ignorable), else the draw. Its observed features are without meaning.
    public var mean: Tensor
    /// The rows completed by a draw of x_m ~ p(x_m | z), rows × samples × features; `nil` where no draw is made.
    public var completed: Tensor?
    /// What the log-weight of each latent gains where it is taken with its draw, rows × samples × 1; `nil` where that is no
    /// other than `logProbability`, or no draw is made.
    public var logProbabilityOfDraw: Tensor?
}

/// What a missingness model adds to the five verbs.
extension ModelStep {
    private var missingnessScope: ParameterScope { ParameterScope(tape, group: .missingness) }
    private var columns: [FeatureEntry] { model.layout.entries }

    /// 1 for each column that is observed: rows × 1 × columns.
    public var pattern: Tensor { observed.firstFeatures(of: columns) }

    /// log p(s | x) of complete rows as imputation takes it, in nats: rows × samples × 1. A column that had no hole in the
    /// table that was learnt from says nothing of its missing cells here; see `ImputingLogOdds`.
    ///
    /// - Parameter completed: rows × samples × features.
    public func logMissingness(of completed: Tensor) -> Tensor {
        guard let odds = imputingLogOdds else {
            // A cell that the model never saw missing counts as one that is there, which its model holds for likely.
            return model.missingness.logProbability(
                of: tape.select(neverMissing, tape.constant(1), else: pattern), given: completed, for: columns,
                in: missingnessScope)
        }
        return tape.bernoulliLogDensity(pattern, observed: odds.isCounted, logit: odds.ofObserved(given: completed))
    }

    /// log p(s | x) of complete rows as training takes it, in nats: every explained column counts, whether or not it has a
    /// hole; rows × samples × 1.
    ///
    /// - Parameter completed: rows × samples × features.
    public func learntLogMissingness(of completed: Tensor) -> Tensor {
        // Declared with the parameters that training moves, since samplers need it.
        _ = neverMissing
        return model.missingness.logProbability(of: pattern, given: completed, for: columns, in: missingnessScope)
    }

    /// log p(s | z, x_o), the missing cells integrated out as the model's `integration` says: exactly, or by a draw whose
    /// gradient flows on to the decoder; `nil` where missingness is ignorable.
    public func logMissingness(_ decoded: DecodedObservation) -> Tensor? {
        guard !model.missingness.isIgnorable else { return nil }
        _ = neverMissing
        if model.integration == .exact,
            let own = model.missingness.ownLogOdds(for: columns, in: missingnessScope),
            let exact = exactLogMissingness(decoded, ImputingLogOdds(own, for: columns, on: tape))
        {
            return exact
        }
        return learntLogMissingness(of: filling(from: decoded.reparametrisedSample(purpose: "missing")))
    }

    /// Whether the missing cells of the decoder's columns can be integrated out exactly.
    func integratesExactly(_ decoded: DecodedObservation) -> Bool {
        guard let odds = imputingLogOdds else { return false }
        return exactLogMissingness(decoded, odds) != nil && tiltedMean(decoded, odds) != nil
    }

    /// log p(s | z, x_o) with E[p(s_j | x_j) | z] for each missing cell; `nil` where an observation model has no such
    /// expectation.
    private func exactLogMissingness(_ decoded: DecodedObservation, _ odds: ImputingLogOdds) -> Tensor? {
        let pattern = pattern
        guard
            let missing = decoded.logMeanSigmoid(
                slope: -odds.slope, offset: -odds.offset, wanted: (1 - pattern) * odds.isCounted)
        else { return nil }
        let seen = tape.bernoulliLogDensity(
            tape.constant(1), observed: pattern * odds.isCounted, logit: odds.ofObserved(given: values))
        return missing + seen
    }

    /// 1 for each column without a missing cell in the table that was learnt from: 1 × 1 × columns; 0 where none is known.
    private var neverMissing: Tensor {
        let scope = missingnessScope["columns"], name = "neverMissing"
        // Parameters that were not laid out with a bound of this model know of no table.
        if tape.store.isInitialised, tape.store.parameter(named: "missingness.columns.\(name)") == nil {
            return tape.constant(0).broadcast(to: TensorShape(features: columns.count))
        }
        return scope.fixed(name, TensorShape(features: columns.count), initial: .columnsNeverMissing)
    }

    /// The log-odds by which cells are imputed; `nil` where they are not each column's own.
    var imputingLogOdds: ImputingLogOdds? {
        guard let own = model.missingness.ownLogOdds(for: columns, in: missingnessScope) else { return nil }
        return ImputingLogOdds(own, for: columns, on: tape, leavingOut: neverMissing)
    }

    /// The log-density of the prior of the missingness model's own parameters, in nats for the whole table.
    var logMissingnessPrior: Tensor? { model.missingness.logPrior(for: columns, in: missingnessScope) }

    /// What samplers weigh and average given latents.
    ///
    /// - Parameters:
    ///   - decoded: The columns' distributions given each latent.
    ///   - needsDraws: Whether draws are wanted where they are not needed for the weights.
    ///   - purpose: Sets the draws' noise apart.
    public func missingCells(_ decoded: DecodedObservation, needsDraws: Bool, purpose: String) -> MissingCells {
        func completed() -> Tensor { filling(from: decoded.sample(purpose: purpose)) }
        guard !model.missingness.isIgnorable else {
            return MissingCells(mean: decoded.mean(), completed: needsDraws ? completed() : nil)
        }
        if model.integration == .exact, let odds = imputingLogOdds,
            let exact = exactLogMissingness(decoded, odds), let mean = tiltedMean(decoded, odds)
        {
            let draw = needsDraws ? completed() : nil
            return MissingCells(
                logProbability: exact, mean: mean, completed: draw,
                logProbabilityOfDraw: draw.map { logMissingness(of: $0) })
        }
        let draw = completed()
        return MissingCells(logProbability: logMissingness(of: draw), mean: draw, completed: draw)
    }

    /// Weigh: log w of latents with what is known of the missing cells, in nats, each rows × samples × 1.
    ///
    /// - Returns: `means`: by which means are taken; `draws`: by which latents are picked together with their draws.
    public func weigh(
        _ draw: LatentDraw, _ decoded: DecodedObservation, _ cells: MissingCells
    ) -> (means: Tensor, draws: Tensor) {
        let observed = observedTerms(draw, decoded).logWeights
        let means = cells.logProbability.map { observed + $0 } ?? observed
        return (means, cells.logProbabilityOfDraw.map { observed + $0 } ?? means)
    }

    /// E[x_m | z, s]: the mean of each column given z and that its cell is missing; `nil` where it is not known.
    private func tiltedMean(_ decoded: DecodedObservation, _ odds: ImputingLogOdds) -> Tensor? {
        decoded.tiltedMean(slope: -odds.slope, offset: -odds.offset)
    }

    /// Draws the missing cells anew given latents, by one Metropolis step that leaves p(x_m | z, s) as it is: x' ~ p(x_m | z)
    /// is accepted with probability min{1, p(s | x') / p(s | x)}, column by column where the missingness model allows that.
    /// Where missingness is ignorable, every proposal is accepted.
    ///
    /// - Parameters:
    ///   - current: Complete rows, rows × samples × features.
    ///   - decoded: The columns' distributions given each latent.
    ///   - purpose: Sets the noise apart.
    /// - Returns: `next`: complete rows; `mean`: E[x_m | z, s] where it is known, else `next`.
    public func refreshing(
        _ current: Tensor, from decoded: DecodedObservation, purpose: String
    ) -> (next: Tensor, mean: Tensor) {
        let proposed = filling(from: decoded.sample(purpose: purpose))
        guard !model.missingness.isIgnorable else { return (proposed, decoded.mean()) }
        let accepted: Tensor
        let odds = imputingLogOdds
        if let odds {
            // Columns that do not count have log-odds 0 whatever their value.
            let logRatio =
                (-odds.ofObserved(given: proposed)).logSigmoid() - (-odds.ofObserved(given: current)).logSigmoid()
            accepted = acceptances(logRatio, purpose: purpose).spread(byWidths: columns.map(\.width))
        } else {
            accepted = acceptances(
                logMissingness(of: proposed) - logMissingness(of: current), purpose: purpose)
        }
        let next = filling(from: tape.select(accepted, proposed, else: current))
        guard model.integration == .exact, let odds, let mean = tiltedMean(decoded, odds) else { return (next, next) }
        return (next, mean)
    }

    /// 1 with probability min{1, ratio}; a ratio that is not a number never is accepted.
    private func acceptances(_ logRatio: Tensor, purpose: String) -> Tensor {
        // −log of a uniform number is an exponential one.
        tape.lessThan(-tape.exponentialNoise(logRatio.shape, purpose: "\(purpose).accept"), logRatio)
    }
}
