import LacunaTensors

/// How the gradient of a bound flows back through latent draws, where an estimator puts a factor on it.
///
/// A bound Σ_ki v_ki log w(z_ki) + …, with v_ki its derivative by log w of draw i from stratum k, has the gradient
/// Σ v_ki [∂log π_k + ∇log w · U_ki − ∂log q(z_ki)], where U is the velocity of the draw from its stratum and the last
/// term, the score, can be had along a path as well. For z from q_k and any function h of it,
/// E[h ∂log q(z)] = E[(∇h + h ∇log(q_k/q)) · V], where V is the velocity of a draw from the whole mixture q by implicit
/// reparametrisation (Bauer and Mnih 2021, *Generalized doubly reparameterized gradient estimators*, for any q; Tucker et
/// al. 2019 where k is alone, so that U = V and q_k = q). With u the normalised weight, ∇v = (v − v u) ∇log w; and since
/// the shares π_k/I weigh the scores to 0 in the mean, h = v − π_k/I serves as well as v and vanishes where q is exact.
/// What remains is v ∇log w along U, −(1 − u) v ∇log w along V, and −h ∇log(q_k/q) along V.
struct DrawPath {
    /// The draws, whose gradient flows as said.
    let latent: Tensor
    private let gate: GradientGate
    private let posterior: any Posterior
    /// The draws as draws of the whole distribution; `nil` where there is one stratum, which is the whole distribution.
    private let transported: Tensor?

    /// The paths of draws from a posterior; `nil` where the whole distribution has none.
    init?(_ drawn: Tensor, of posterior: any Posterior) {
        self.posterior = posterior
        guard posterior.stratumCount > 1 else {
            transported = nil
            gate = drawn.gradientGate()
            latent = gate.output
            return
        }
        guard let transported = posterior.transporting(drawn.stoppingGradient()) else {
            drawn.tape.fail("the posterior cannot move draws with the whole mixture, as the gradient estimator needs")
            return nil
        }
        self.transported = transported
        // 0 with the gradient of the second path.
        gate = (transported - transported.stoppingGradient()).gradientGate()
        latent = drawn + gate.output
    }

    /// Lets the gradient flow along the path of each draw from its stratum alone.
    func leave() {
        if transported != nil { gate.setFactor(latent.tape.constant(0)) }
    }

    /// Puts the factor on the gradient.
    ///
    /// - Returns: A tensor of zeros, rows × 1 × 1, whose gradient the objective lacks; `nil` for nothing.
    func weigh(by factor: Tensor, _ influence: DrawInfluence, logShares: Tensor?) -> Tensor? {
        guard let transported, let logShares else {
            gate.setFactor(factor.stoppingGradient())
            return nil
        }
        gate.setFactor((factor - 1).stoppingGradient())
        let excess = (influence.share - logShares.exp()).stoppingGradient()
        let constant = posterior.stoppingGradient()
        let ratio = constant.logStratumDensity(ofDraws: transported) - constant.logDensity(of: transported)
        let residual = (excess * (ratio.stoppingGradient() - ratio)).sum(over: .samples)
        return residual
    }
}
