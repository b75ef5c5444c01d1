import LacunaCore

/// Metropolis steps on the latent alone, with proposals from the encoder of any earlier imputation of the chain, not the
/// current one (AC-MWG; Simkus and Gutmann 2023, section 4.1).
///
/// A step picks x̃ uniformly from the available history of the chain's imputations and proposes
/// z' ~ q̃(z | x̃) = (1 − ε) q(z | x_o, x̃_m) + ε p(z). The missing cells are integrated out of the target: z' is accepted
/// with probability min{1, p(x_o | z') p(z') q̃(z | x̃) / (p(x_o | z) p(z) q̃(z' | x̃))}. Then x_m ~ p(x_m | z) joins the
/// history; what has joined it before becomes available with each acceptance, so that no imputation made from the current
/// latent shapes its proposals. The draws from the prior let chains leave a mode, whatever the encoder says.
///
/// Where missingness is not ignorable, the chain moves through pairs (z, x_m). With the latent x_m' ~ p(x_m | z') is
/// proposed, so that the ratio gains p(s | x_o, x_m') / p(s | x_o, x_m) and nothing else; then x_m is refreshed by a
/// Metropolis step given z. The history adapts the proposals as before: an acceptance leaves the whole pair, and the
/// new one owes nothing to the old cells, while what was imputed from a pair, its own cells among them, stays shut
/// away until that pair is left in turn. Given what is available, each step hence keeps the distribution of a pair that
/// none of it was made from.
///
/// What passes from step to step is the latent and the history beside the imputation: where only imputations are given
/// to start from, as in training, the first latent is a draw from the encoder. Of few steps the draws are therefore those
/// of a step of pseudo-Gibbs with some Metropolis steps after it, and biased as these are.
///
/// The history of all steps, those that are forgotten among them, is held while a batch of rows runs: 4 bytes for each
/// missing cell, chain and step. The states that count take up to 8 more: 4 where chains are compared, 4 where draws are
/// wanted.
public struct AdaptiveCollapsedMetropolis: ChainSampler {
    public static let name = "adaptiveCollapsedMetropolis"
    public static let aliases = ["acmwg"]
    public static let summary =
        "latents proposed by the encoder of earlier imputations or the prior, accepted by p(x_o, z)"
    public static let references = [Reference.conditionalSampling]

    public static let keyDescriptions =
        chainKeyDescriptions() + [
            KeyDescription("priorProbability", "probability of a proposal from the prior", .between(0, 1))
        ]

    /// Chains a row.
    public var chainCount = 4
    /// Steps that are kept.
    public var steps = 200
    /// Steps before those, which are forgotten, though their imputations stay in the history.
    public var warmUpSteps = 50
    /// Probability ε of a proposal from the prior, in [0, 1].
    public var priorProbability = 0.05
    /// The sampler whose draws chains start from; `null`: draws from the prior of the model.
    public var warmUp: Choice<Samplers>?

    public init() {}

    /// Chains of a number of steps.
    public init(
        chainCount: Int = 4, steps: Int = 200, warmUpSteps: Int = 50, priorProbability: Double = 0.05,
        warmUp: (any Sampler)? = nil
    ) {
        self.chainCount = chainCount
        self.steps = steps
        self.warmUpSteps = warmUpSteps
        self.priorProbability = priorProbability
        if let warmUp { self.warmUp = Choice(warmUp) }
    }

    public var servesMissingness: Bool { true }

    public var advice: String { "more steps or warmUpSteps, or the sampler latentAdaptiveResampling" }

    /// Where the chains stand.
    public struct State {
        var step = 0
        /// The latent of each chain, rows × chains × latent features.
        var latent: [Double]
        /// The decoder's output for each latent.
        var head: [Double]
        /// log p(x_o, z) of each latent, in nats: rows × chains.
        var logJoint: [Double]
        /// The last imputations, complete rows, rows × chains × features.
        var imputed: [Double]
        /// All imputations.
        var history: ImputationHistory
        var trace: ChainTrace
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        let chains = rows.chainCount(chainCount)
        let states = 1 + forgottenSteps(rows) + keptSteps(rows)
        let missingCount = rows.missingFeatures.reduce(0) { $0 + $1.count }
        let trace = try emptyTrace(rows, otherBytes: 4 * Double(chains * missingCount) * Double(states))
        let imputed = try rows.chainStarts(chainCount, warmUp: warmUp)
        let first = try rows.recording("firstJoint.\(chains)") { step in
            let imputed = step.tape.input("imputed", step.values.repeatingRows(chains).shape)
            return step.tape.countingRowsAsSamples(chains) {
                let copies = step.repeating(chains)
                let latent = copies.drawWhole(from: copies.posterior(ofComplete: imputed))
                let head = copies.decoderHead(latent)
                return [
                    "imputed": imputed, "latent": latent, "head": head, "logJoint": logJoint(copies, latent, head),
                ]
            }
        }
        rows.fill(first)
        first.write(imputed, to: "imputed")
        first.workspace.setNoise(rows.stream.child("firstLatent"))
        first.workspace.forward()
        var history = ImputationHistory(
            imputed, observed: rows.observed, chainCount: chains, featureCount: rows.model.layout.featureCount)
        history.reserveCapacity(forImputations: states)
        return State(
            latent: first.read("latent"), head: first.read("head"), logJoint: first.read("logJoint"), imputed: imputed,
            history: history, trace: trace)
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let recording = try recording(rows, chains: state.trace.chainCount)
        recording.write(state.latent, to: "latent")
        recording.write(state.head, to: "head")
        recording.write(state.logJoint, to: "logJoint")
        recording.write(state.imputed, to: "completed")
        rows.runChainStep(recording, step: state.step, imputed: picked(state, rows))
        let accepted = recording.read("accepted")
        state.latent = recording.read("nextLatent")
        state.head = recording.read("nextHead")
        state.logJoint = recording.read("nextLogJoint")
        state.imputed = recording.read("next")
        state.history.add(state.imputed, accepted: accepted)
        if state.step >= forgottenSteps(rows) {
            state.trace.add(means: recording.read("mean"), draws: state.imputed, accepted: accepted)
        }
        state.step += 1
        return state.trace.stepCount < keptSteps(rows)
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] { state.trace.results(rows) }

    // MARK: One step

    /// An available imputation of each chain, by randomness of the row, the chain and the step: rows × chains × features.
    func picked(_ state: State, _ rows: ConditionalRows) -> [Double] {
        let stream = rows.stream.child("history")
        return state.history.rows(from: state.imputed) { row, chain, available in
            var random = stream.child(Int(bitPattern: UInt(rows.addresses[row]))).child(chain).child(state.step)
            return random.integer(below: available)
        }
    }

    /// log p(x_o | z) p(z), in nats: rows × 1 × 1.
    private func logJoint(_ step: ModelStep, _ latent: Tensor, _ head: Tensor) -> Tensor {
        step.observation(head: head).logDensity(of: step.values, observed: step.observed) + step.logPrior(of: latent)
    }

    /// Proposes a latent of each chain given earlier imputations, accepts or rejects it, and imputes anew.
    func recording(_ rows: ConditionalRows, chains: Int) throws -> RecordedStep {
        try rows.recording("adaptiveCollapsedMetropolis.\(chains).\(priorProbability)") { step in
            let tape = step.tape
            let copies = step.repeating(chains)
            let rowCount = copies.values.shape.rows, dimension = step.model.latentDimension
            let imputed = tape.input("imputed", copies.values.shape)
            let latent = tape.input("latent", TensorShape(rows: rowCount, features: dimension))
            let head = tape.input("head", TensorShape(rows: rowCount, features: step.model.decoderHeadWidth))
            let current = tape.input("logJoint", TensorShape(rows: rowCount))
            let fromPrior = step.model.prior.sample(
                TensorShape(rows: step.values.shape.rows, samples: chains, features: dimension), purpose: "prior",
                in: step.priorContext
            ).reshaped(to: TensorShape(rows: rowCount, features: dimension))
            return tape.countingRowsAsSamples(chains) {
                let posterior = copies.posterior(ofComplete: imputed)
                /// log q̃(z | x̃), in nats.
                func logProposal(_ latent: Tensor) -> Tensor {
                    let parts = [
                        posterior.logDensity(of: latent) + Double.log(1 - priorProbability),
                        copies.logPrior(of: latent) + Double.log(priorProbability),
                    ]
                    return tape.concatenate(parts, along: .features).logSumExp(over: .features)
                }
                let isFromPrior = tape.lessThan(
                    tape.uniformNoise(TensorShape(rows: rowCount), purpose: "component"),
                    tape.constant(priorProbability))
                let proposal = ChainProposal(
                    tape.select(isFromPrior, fromPrior, else: copies.drawWhole(from: posterior)), of: copies,
                    current: latent, currentHead: head)
                let proposed = logJoint(copies, proposal.latent, proposal.head)
                var logRatio = (proposed - logProposal(proposal.latent)) - (current - logProposal(latent))
                var tensors: [String: Tensor]
                if step.model.missingness.isIgnorable {
                    tensors = proposal.decide(logRatio, imputed: imputed)
                } else {
                    let completed = tape.input("completed", copies.values.shape)
                    let cells = copies.filling(from: copies.observation(head: proposal.head).sample(purpose: "cells"))
                    logRatio = logRatio + (copies.logMissingness(of: cells) - copies.logMissingness(of: completed))
                    tensors = proposal.decide(logRatio, imputed: completed, proposed: cells)
                    tensors["completed"] = completed
                    tensors["proposedCells"] = cells
                }
                tensors.merge([
                    "imputed": imputed, "latent": latent, "head": head, "logJoint": current,
                    "nextLogJoint": tape.select(tensors["accepted"] ?? logRatio, proposed, else: current),
                ]) { $1 }
                return tensors
            }
        }
    }
}
