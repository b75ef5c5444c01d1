import LacunaCore

/// Normal latents with any covariance Σ = L Lᵀ (Kingma and Welling 2019, section 2.5).
///
/// Draws are z = μ + L ε, and log q(z) = −½ |L⁻¹ (z − μ)|² − Σ log L_ii − d/2 log 2π, in nats. Head: d means, d raw
/// diagonals (L_ii = floor + softplus(raw)), then the d(d − 1)/2 entries of L below its diagonal, row by row.
public struct FullCovarianceGaussianVariationalFamily: VariationalFamily {
    public static let name = "fullCovarianceGaussian"
    public static let aliases = ["multivariateNormal", "fullCovarianceNormal"]
    public static let summary = "normal latents with any covariance; mean and Cholesky factor from the encoder"
    public static let references = [Reference.variationalAutoencodersIntroduced]

    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "smallest entry on the diagonal of the Cholesky factor", .above(0))
    ]

    /// The smallest entry on the diagonal of L.
    public var scaleFloor = 1e-4

    public init() {}

    /// Latents with a smallest scale.
    public init(scaleFloor: Double = 1e-4) { self.scaleFloor = scaleFloor }

    public func headWidth(latentDimension d: Int) -> Int { 2 * d + d * (d - 1) / 2 }

    public func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
        Recorded(
            mean: head.features(0..<d), diagonal: head.features(d..<2 * d).softplus() + scaleFloor,
            lower: d > 1 ? head.features(2 * d..<headWidth(latentDimension: d)) : nil)
    }

    private struct Recorded: Posterior {
        var mean: Tensor
        var diagonal: Tensor
        var lower: Tensor?

        func draw(count: Int, purpose: String) -> Tensor {
            let shape = TensorShape(rows: mean.shape.rows, samples: count, features: mean.shape.features)
            return mean
                + mean.tape.triangularProduct(
                    diagonal: diagonal, lower: lower, vectors: mean.tape.normalNoise(shape, purpose: purpose))
        }

        func logDensity(of latent: Tensor) -> Tensor {
            let tape = latent.tape
            let noise = tape.triangularSolve(diagonal: diagonal, lower: lower, vectors: latent - mean)
            return tape.gaussianLogDensity(noise, mean: tape.constant(0), standardDeviation: tape.constant(1))
                - diagonal.log().sum(over: .features)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(
                mean: mean.stoppingGradient(), diagonal: diagonal.stoppingGradient(),
                lower: lower?.stoppingGradient())
        }
    }
}
