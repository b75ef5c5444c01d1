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
    /// stand then.
    ///
    /// - Parameter logRatio: The logarithm of the ratio, in nats: (rows · chains) × 1 × 1.
    /// - Returns: By name what samplers read: `accepted` (1 or 0), `nextLatent`, `nextHead`, `mean` (E[x | z]) and `next`
    ///   (the rows imputed by draws), and what tests do: `logRatio`, `proposed`.
    func decide(_ logRatio: Tensor) -> [String: Tensor] {
        let tape = step.tape
        // −log of a uniform number is an exponential one.
        let noise = tape.exponentialNoise(TensorShape(rows: latent.shape.rows), purpose: "accept")
        let accepted = tape.lessThan(-noise, logRatio)
        let nextHead = tape.select(accepted, head, else: currentHead)
        let decoded = step.observation(head: nextHead)
        return [
            "accepted": accepted, "nextLatent": tape.select(accepted, latent, else: current), "nextHead": nextHead,
            "mean": decoded.mean().contiguous(), "next": step.filling(from: decoded.sample(purpose: "draw")),
            "logRatio": logRatio, "proposed": latent,
        ]
    }
}
