import LacunaCore

/// The variational mixture of posteriors: p(z) = 1/K Σ_k q(z | u_k), with learnt pseudo-inputs u_k seen through the
/// model's own encoder (Tomczak and Welling 2018).
///
/// Pseudo-inputs are complete rows in the encoding of the table (standardised units), at the start standard normal numbers.
/// Both they and the encoder learn through the density of the prior, whatever estimator the bound has: log p(z) is a part
/// of the model, not of the proposal. Any variational family serves, mixtures included.
public struct VampPrior: ClusteredPrior {
    public static let name = "vampPrior"
    public static let aliases = ["vamp"]
    public static let summary = "a mixture of the encoder's own posteriors at learnt pseudo-inputs"
    public static let references = [Reference.vampPrior]

    public static let keyDescriptions = [
        KeyDescription(
            "componentCount", "number of pseudo-inputs, each a row more to encode in every chunk of a batch",
            MixtureComponents.counts)
    ]

    /// Number of pseudo-inputs. Each is a row more to encode in every chunk of a batch.
    public var componentCount = 20

    public init() {}

    /// A mixture over a number of pseudo-inputs.
    public init(componentCount: Int = 20) { self.componentCount = componentCount }

    public var usesEncoder: Bool { true }

    public func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
        logDensities(of: latent, in: context).logMeanExp(over: .features)
    }

    public func logResponsibilities(of latent: Tensor, in context: PriorContext) -> Tensor {
        logDensities(of: latent, in: context).logSoftmax(over: .features)
    }

    public func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
        let tape = context.tape
        let heads = heads(in: context)
        let equal = tape.constant(0).broadcast(to: TensorShape(features: componentCount))
        let pick = equal.oneHotPicks(
            rows: shape.rows, count: shape.samples, purpose: "\(purpose).component")
        let width = heads.shape.features
        // The head of each draw by itself: a posterior has one a row, so draws stand as rows.
        let picked = pick.matrixProduct(heads.reshaped(to: TensorShape(samples: componentCount, features: width)))
            .reshaped(to: TensorShape(rows: shape.rows * shape.samples, features: width))
        let draws = tape.countingRowsAsSamples(shape.samples) {
            let posterior = context.posterior(head: picked)
            let drawn = posterior.draw(count: 1, purpose: purpose)
            guard let logWeights = posterior.logStratumWeights else { return drawn }
            let stratum = logWeights.transposed().oneHotPicks(
                rows: drawn.shape.rows, count: 1, purpose: "\(purpose).stratum")
            return stratum.matrixProduct(drawn)
        }
        return draws.reshaped(to: shape)
    }

    /// log q(z | u_k): rows × samples × components.
    private func logDensities(of latent: Tensor, in context: PriorContext) -> Tensor {
        let posterior = context.posterior(head: heads(in: context))
        return MixtureComponents.logDensities(of: latent, count: componentCount) { posterior.logDensity(of: $0) }
    }

    /// What the encoder makes of the pseudo-inputs: components × 1 × head width.
    private func heads(in context: PriorContext) -> Tensor {
        let shape = TensorShape(samples: componentCount, features: context.featureCount)
        let rows = TensorShape(rows: componentCount, features: context.featureCount)
        let inputs = context.scope.parameter("pseudoInputs", shape, initial: .normal(standardDeviation: 1))
        let observed = context.tape.constant([Double](repeating: 1, count: rows.count), rows)
        return context.encode(inputs.reshaped(to: rows), observed: observed)
    }
}
