import LacunaCore

/// A mixture of normal components with diagonal covariances, all of it learnt.
///
/// p(z) = Σ_k π_k N(z; μ_k, σ_k²) with π = softmax(logits) and σ = floor + softplus(raw) (Jiang et al. 2017). Rows whose
/// latents come from one component are a cluster. At the start the weights are equal, the means are normal numbers and the
/// scales all the same, so that each latent has mean 0 and variance 1 over the whole.
public struct GaussianMixturePrior: ClusteredPrior {
    public static let name = "gaussianMixture"
    public static let aliases = ["mixtureOfGaussians", "gmm"]
    public static let summary =
        "a mixture of normal components, with learnt weights, means and scales: clusters of rows"
    public static let references = [Reference.deepEmbedding]

    public static let keyDescriptions = [
        KeyDescription("componentCount", "number of components", MixtureComponents.counts),
        KeyDescription("scaleFloor", "smallest scale of a component", .above(0)),
    ]

    /// Number of components.
    public var componentCount = 10
    /// The smallest scale.
    public var scaleFloor = 1e-3

    public init() {}

    /// A mixture of a number of components.
    public init(componentCount: Int = 10, scaleFloor: Double = 1e-3) {
        self.componentCount = componentCount
        self.scaleFloor = scaleFloor
    }

    public func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
        logJoint(of: latent, in: context).logSumExp(over: .features)
    }

    public func logResponsibilities(of latent: Tensor, in context: PriorContext) -> Tensor {
        logJoint(of: latent, in: context).logSoftmax(over: .features)
    }

    public func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
        let recorded = Recorded(self, latentDimension: shape.features, in: context.scope)
        let pick = recorded.logWeights.oneHotPicks(
            rows: shape.rows, count: shape.samples, purpose: "\(purpose).component")
        return pick.matrixProduct(recorded.means)
            + pick.matrixProduct(recorded.scales) * context.tape.normalNoise(shape, purpose: purpose)
    }

    /// log π_k + log N(z; μ_k, σ_k²): rows × samples × components.
    private func logJoint(of latent: Tensor, in context: PriorContext) -> Tensor {
        let recorded = Recorded(self, latentDimension: latent.shape.features, in: context.scope)
        let rows = TensorShape(rows: componentCount, features: latent.shape.features)
        let densities = MixtureComponents.logDensities(of: latent, count: componentCount) {
            $0.tape.gaussianLogDensity(
                $0, mean: recorded.means.reshaped(to: rows), standardDeviation: recorded.scales.reshaped(to: rows))
        }
        return densities + recorded.logWeights
    }

    /// The parameters on a tape.
    private struct Recorded {
        /// 1 × 1 × components.
        var logWeights: Tensor
        /// 1 × components × latent features.
        var means: Tensor
        /// The same shape.
        var scales: Tensor

        init(_ prior: GaussianMixturePrior, latentDimension: Int, in scope: ParameterScope) {
            let shape = TensorShape(samples: prior.componentCount, features: latentDimension)
            // Variances of the means and of the components that add up to 1.
            let spread = prior.componentCount == 1 ? 0 : 0.5.squareRoot()
            let scale = (1 - spread * spread).squareRoot()
            let rawScale = Double.log(Double.expMinusOne(max(scale - prior.scaleFloor, 1e-3)))
            logWeights = scope.parameter("logits", TensorShape(features: prior.componentCount)).logSoftmax(
                over: .features)
            means = scope.parameter("means", shape, initial: .normal(standardDeviation: spread))
            scales =
                scope.parameter("rawScales", shape, initial: .constant(rawScale)).softplus() + prior.scaleFloor
        }
    }
}
