import LacunaCore

/// Draws z ~ q(z | x_o, x_m) and x_m ~ p(x_m | z) in turn, without a correction.
///
/// Its draws have the conditional distribution only where q is the posterior of complete rows; elsewhere they are biased, by
/// as much as q is wrong (Rezende et al. 2014, appendix F; Mattei and Frellsen 2018, section 3).
///
/// Where missingness is not ignorable, a Metropolis step on x_m takes the place of the draw, accepted by
/// min{1, p(s | x') / p(s | x)}. Given a complete row the pattern says nothing of z, so that q remains what it should be.
public struct PseudoGibbs: ChainSampler {
    public static let name = "pseudoGibbs"
    public static let summary = "latents from the encoder and cells from the decoder in turn, uncorrected"
    public static let references = [Reference.deepGenerativeModels, Reference.exactLikelihood]

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

    public var advice: String { "the sampler metropolisWithinGibbs or latentAdaptiveResampling, which correct it" }

    /// Where the chains stand.
    public struct State {
        var step = 0
        /// Complete rows, rows × chains × features.
        var imputed: [Double]
        var trace: ChainTrace
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        let trace = try emptyTrace(rows)
        return State(imputed: try rows.chainStarts(chainCount, warmUp: warmUp), trace: trace)
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let chains = state.trace.chainCount
        let recording = try rows.recording("pseudoGibbs.\(chains)") { step in
            let imputed = step.tape.input("imputed", step.values.repeatingRows(chains).shape)
            return step.tape.countingRowsAsSamples(chains) {
                let copies = step.repeating(chains)
                let decoded = copies.decode(copies.drawWhole(from: copies.posterior(ofComplete: imputed)))
                let refreshed = copies.refreshing(imputed, from: decoded, purpose: "draw")
                return ["imputed": imputed, "next": refreshed.next, "mean": refreshed.mean.contiguous()]
            }
        }
        rows.runChainStep(recording, step: state.step, imputed: state.imputed)
        state.imputed = recording.read("next")
        if state.step >= forgottenSteps(rows) { state.trace.add(means: recording.read("mean"), draws: state.imputed) }
        state.step += 1
        return state.trace.stepCount < keptSteps(rows)
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] { state.trace.results(rows) }
}
