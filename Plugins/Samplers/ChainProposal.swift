import LacunaCore

/// A latent that is proposed to each chain, beside the one where it stands; recorded where consecutive rows are the chains
/// of one row.
struct ChainProposal {
    /// The proposed latents, (rows · chains) × 1 × latent features.
    let latent: Tensor
    /// The decoder's output for them.
    let head: Tensor
    private let step: ModelStep
    private let current: Tensor
    private let currentHead: Tensor

    /// A proposal, decoded.
    ///
    /// - Parameters:
    ///   - latent: What is proposed.
    ///   - step: The rows, each repeated for its chains.
    ///   - current: The latents where the chains stand.
    ///   - currentHead: The decoder's output for those.
    init(_ latent: Tensor, of step: ModelStep, current: Tensor, currentHead: Tensor) {
        self.latent = latent
        self.step = step
        self.current = current
        self.currentHead = currentHead
        head = step.decoderHead(latent)
    }

    /// Accepts each with probability min{1, ratio}, one that is not a number never, and imputes from where the chains
    /// stand then: by draws of x_m ~ p(x_m | z), and where missingness is not ignorable by a step that leaves p(x_m | z, s)
    /// as it is.
    ///
    /// - Parameters:
    ///   - logRatio: The logarithm of the ratio, in nats: (rows · chains) × 1 × 1.
    ///   - imputed: The complete rows where the chains stand, (rows · chains) × 1 × features.
    ///   - proposed: Complete rows that are proposed together with the latents; `nil` where latents alone are.
    /// - Returns: By name what samplers read: `accepted` (1 or 0), `nextLatent`, `nextHead`, `mean` (E[x | z], or given s
    ///   too) and `next` (the rows imputed anew), and what tests do: `logRatio`, `proposed`.
    func decide(_ logRatio: Tensor, imputed: Tensor, proposed: Tensor? = nil) -> [String: Tensor] {
        let tape = step.tape
        // −log of a uniform number is an exponential one.
        let noise = tape.exponentialNoise(TensorShape(rows: latent.shape.rows), purpose: "accept")
        let accepted = tape.lessThan(-noise, logRatio)
        let nextHead = tape.select(accepted, head, else: currentHead)
        let kept = proposed.map { tape.select(accepted, $0, else: imputed) } ?? imputed
        let refreshed = step.refreshing(kept, from: step.observation(head: nextHead), purpose: "draw")
        return [
            "accepted": accepted, "nextLatent": tape.select(accepted, latent, else: current), "nextHead": nextHead,
            "mean": refreshed.mean.contiguous(), "next": refreshed.next, "logRatio": logRatio, "proposed": latent,
        ]
    }
}
