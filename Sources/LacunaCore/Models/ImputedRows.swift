import LacunaTensors

/// What bounds and samplers do with imputed rows: several complete rows for each row of a step.
///
/// Imputed rows lie one after the other, row r · count + k being imputation k of row r, so that every part of the model
/// treats each as a row of its own. Recorded within `Tape.countingRowsAsSamples`, their noise has the address of the row and
/// the number of the imputation.
extension ModelStep {
    /// The same step with every row repeated.
    ///
    /// - Parameter count: How often; copies of a row lie one after the other.
    public func repeating(_ count: Int) -> ModelStep {
        ModelStep(
            model: model, tape: tape, values: values.repeatingRows(count), observed: observed.repeatingRows(count),
            mode: mode)
    }

    /// q(z | x) of complete rows.
    public func posterior(ofComplete rows: Tensor) -> any Posterior {
        posterior(head: encode(rows, observed: tape.constant(1).broadcast(to: rows.shape)))
    }

    /// One latent of each row from the whole of its posterior, also where that is sampled by strata: rows × 1 × latent
    /// features. The choice among strata has no gradient.
    public func drawWhole(from posterior: any Posterior, purpose: String = "latent") -> Tensor {
        let draws = posterior.draw(count: 1, purpose: purpose)
        guard let logWeights = posterior.logStratumWeights else { return draws }
        let picked = logWeights.transposed().oneHotPicks(
            rows: draws.shape.rows, count: 1, purpose: "\(purpose).stratum")
        return picked.matrixProduct(draws)
    }

    /// The rows of the step with missing cells filled from draws of x: complete rows.
    public func filling(from draws: Tensor) -> Tensor { tape.select(observed, values, else: draws) }
}

/// 1/K Σ q(z | x^k) over K imputations of each row: a mixture whose density can be evaluated anywhere.
///
/// It is the proposal of latent-adaptive resampling and the denominator of the decomposed bounds (Simkus and Gutmann 2023,
/// section 4; 2024, section 4).
public struct ImputationMixture {
    /// q(z | x^k) of every imputed row: (rows · count) rows.
    public let posterior: any Posterior
    /// Imputations a row.
    public let count: Int

    /// The mixture over each row's imputations.
    public init(_ posterior: any Posterior, count: Int) {
        self.posterior = posterior
        self.count = count
    }

    /// log Σ_k q(z | x^k), not divided by their number, in nats: rows × samples × latent features → rows × samples × 1.
    public func logSum(of latent: Tensor) -> Tensor {
        let rows = latent.shape.rows, samples = latent.shape.samples
        let densities = posterior.logDensity(of: latent.repeatingRows(count))
        let byImputation = densities.reshaped(to: TensorShape(rows: rows, samples: count, features: samples))
        return byImputation.logSumExp(over: .samples).reshaped(to: TensorShape(rows: rows, samples: samples))
    }

    /// log 1/K Σ_k q(z | x^k).
    public func logDensity(of latent: Tensor) -> Tensor { logSum(of: latent) - Double.log(Double(count)) }
}

extension Tensor {
    /// Every row as often as wanted, the copies one after the other: (rows · count) × samples × features.
    public func repeatingRows(_ count: Int) -> Tensor {
        guard count > 1 else { return self }
        let flat = reshaped(to: TensorShape(rows: shape.rows, features: shape.samples * shape.features))
        let repeated = flat.broadcast(
            to: TensorShape(rows: shape.rows, samples: count, features: shape.samples * shape.features))
        return repeated.reshaped(
            to: TensorShape(rows: shape.rows * count, samples: shape.samples, features: shape.features))
    }
}
