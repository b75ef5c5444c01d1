import LacunaCore

/// Pseudo-Gibbs steps whose latents are accepted or rejected, so that the chains have the conditional distribution.
///
/// A step proposes z' ~ q(z | x_o, x_m), accepts it with probability
/// min{1, p(x | z') p(z') q(z | x) / (p(x | z) p(z) q(z' | x))}, x being the completed row, and draws x_m ~ p(x_m | z)
/// (Mattei and Frellsen 2018, section 3). Its chains are exact in the limit of many steps for any encoder whose
/// posteriors are wide enough; a wrong one costs acceptances. What passes from step to step is the latent beside the
/// imputation: where only imputations are given to start from, as in training, the first latent is a draw from the
/// encoder, a step of pseudo-Gibbs.
///
/// Where missingness is not ignorable, the ratio is the same, since p(s | x) of the completed row does not depend on z;
/// the draw of x_m becomes a Metropolis step of its own, accepted by min{1, p(s | x') / p(s | x)}.
public struct MetropolisWithinGibbs: ChainSampler {
    public static let name = "metropolisWithinGibbs"
    public static let aliases = ["mwg"]
    public static let summary = "pseudo-Gibbs steps, each accepted or rejected so that the chains are exact"
    public static let references = [Reference.exactLikelihood]

    public static let keyDescriptions = chainKeyDescriptions()

    /// Chains a row.
    public var chainCount = 4
    /// Steps that are kept.
    public var steps = 200
    /// Steps before those, which are forgotten.
    public var warmUpSteps = 50
    /// The sampler whose draws chains start from; `null`: draws from the prior of the model.
    public var warmUp: Choice<Samplers>?

    public init() {}

    /// Chains of a number of steps.
    public init(chainCount: Int = 4, steps: Int = 200, warmUpSteps: Int = 50, warmUp: (any Sampler)? = nil) {
        self.chainCount = chainCount
        self.steps = steps
        self.warmUpSteps = warmUpSteps
        if let warmUp { self.warmUp = Choice(warmUp) }
    }

    public var servesMissingness: Bool { true }

    public var advice: String { "more steps or warmUpSteps, or the sampler latentAdaptiveResampling" }

    /// Where the chains stand.
    public struct State {
        var step = 0
        /// Complete rows, rows × chains × features.
        var imputed: [Double]
        /// The latent of each, rows × chains × latent features.
        var latent: [Double]
        /// The decoder's output for each latent, so that a step decodes none but the proposal.
        var head: [Double]
        var trace: ChainTrace
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        let trace = try emptyTrace(rows)
        let imputed = try rows.chainStarts(chainCount, warmUp: warmUp)
        let chains = trace.chainCount
        let first = try rows.recording("firstLatent.\(chains)") { step in
            let imputed = step.tape.input("imputed", step.values.repeatingRows(chains).shape)
            return step.tape.countingRowsAsSamples(chains) {
                let copies = step.repeating(chains)
                let latent = copies.drawWhole(from: copies.posterior(ofComplete: imputed))
                return ["imputed": imputed, "latent": latent, "head": copies.decoderHead(latent)]
            }
        }
        rows.fill(first)
        first.write(imputed, to: "imputed")
        first.workspace.setNoise(rows.stream.child("firstLatent"))
        first.workspace.forward()
        return State(
            imputed: imputed, latent: first.read("latent"), head: first.read("head"), trace: trace)
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let recording = try recording(rows, chains: state.trace.chainCount)
        recording.write(state.latent, to: "latent")
        recording.write(state.head, to: "head")
        rows.runChainStep(recording, step: state.step, imputed: state.imputed)
        state.latent = recording.read("nextLatent")
        state.head = recording.read("nextHead")
        state.imputed = recording.read("next")
        if state.step >= forgottenSteps(rows) {
            state.trace.add(
                means: recording.read("mean"), draws: state.imputed, accepted: recording.read("accepted"))
        }
        state.step += 1
        return state.trace.stepCount < keptSteps(rows)
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] { state.trace.results(rows) }

    // MARK: One step

    /// Proposes a latent of each chain, accepts or rejects it, and imputes anew.
    func recording(_ rows: ConditionalRows, chains: Int) throws -> RecordedStep {
        try rows.recording("metropolisWithinGibbs.\(chains)") { step in
            let tape = step.tape
            let copies = step.repeating(chains)
            let shape = copies.values.shape
            let imputed = tape.input("imputed", shape)
            let latent = tape.input("latent", TensorShape(rows: shape.rows, features: step.model.latentDimension))
            let head = tape.input("head", TensorShape(rows: shape.rows, features: step.model.decoderHeadWidth))
            return tape.countingRowsAsSamples(chains) {
                let posterior = copies.posterior(ofComplete: imputed)
                let everywhere = tape.constant(1).broadcast(to: shape)
                /// log p(x | z) p(z) / q(z | x) of the completed rows.
                func logWeight(_ latent: Tensor, _ head: Tensor) -> Tensor {
                    copies.observation(head: head).logDensity(of: imputed, observed: everywhere)
                        + (copies.logPrior(of: latent) - posterior.logDensity(of: latent))
                }
                let proposal = ChainProposal(
                    copies.drawWhole(from: posterior), of: copies, current: latent, currentHead: head)
                let logRatio = logWeight(proposal.latent, proposal.head) - logWeight(latent, head)
                var tensors = proposal.decide(logRatio, imputed: imputed)
                tensors.merge(["imputed": imputed, "latent": latent, "head": head]) { $1 }
                return tensors
            }
        }
    }
}
