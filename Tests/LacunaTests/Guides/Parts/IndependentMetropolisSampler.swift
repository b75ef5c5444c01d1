import LacunaCore

/// Latents from the encoder, each accepted or rejected by its weight: chains that reach p(z, x_m | x_o).
///
/// A proposal z' ~ q(z | x_o), x_m' ~ p(x_m | z') replaces z and x_m with probability min(1, w(z') / w(z)), where
/// w(z) = p(x_o | z) p(z) / q(z | x_o) (Hastings 1970; Tierney 1994, independence chains). The mean is that of E[x_m | z]
/// over all steps that are kept.
public struct IndependentMetropolisSampler: Sampler {
    public static let name = "independentMetropolis"
    public static let summary = "latents from the encoder, each accepted or rejected by its weight"
    public static let references = [
        Reference(
            title: "Monte Carlo sampling methods using Markov chains and their applications",
            authors: ["W. K. Hastings"], year: 1970, venue: "Biometrika 57", identifier: "10.1093/biomet/57.1.97"),
        Reference(
            title: "Markov chains for exploring posterior distributions", authors: ["Luke Tierney"], year: 1994,
            venue: "The Annals of Statistics 22", identifier: "10.1214/aos/1176325750"),
    ]
    public static let keyDescriptions = [
        KeyDescription("chainCount", "chains a row", .between(1, 10_000)),
        KeyDescription("steps", "steps of each chain that are kept", .between(1, 1_000_000)),
        KeyDescription("warmUpSteps", "steps before those, which are forgotten", .between(0, 1_000_000)),
    ]

    /// Chains a row.
    public var chainCount = 16
    /// Steps of each chain that are kept.
    public var steps = 100
    /// Steps before those, which are forgotten.
    public var warmUpSteps = 50

    public init() {}

    public var drawLimit: Int? { chainCount * steps }
    public var preferredBatchSize: Int { max(1, 128 / max(chainCount, 1)) }
    public var advice: String { "more steps, or more training.steps for an encoder nearer to the posterior" }

    /// Also posteriors that are drawn from stratum by stratum: proposals must come from the whole of q.
    public func problems(with model: ComposedModel) -> [String] {
        var problems = misfits(with: model)
        if let strata = model.posterior.stratumCount, strata > 1 {
            problems.append(
                """
                \(Self.name) proposes from the whole posterior, but model.posterior \(type(of: model.posterior).name) \
                draws from \(strata) strata; write sampling: "ancestral" there, or choose another sampler
                """)
        }
        return problems
    }

    /// Where the chains stand; every list is rows × chains (× what a state holds), row-major.
    public struct State {
        var step = 0
        /// log w of each state; none has a weight before the first step.
        var logWeights: [Double]
        /// E[x | z] of each state.
        var means: [Double]
        /// The draw of x of each state.
        var draws: [Double]
        /// What the chains have visited.
        var trace: ChainTrace
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        let trace = ChainTrace(rows, chainCount: chainCount)
        try rows.checkMemory(
            Double(trace.bytesPerStep) * Double(steps), for: "the chains of \(rows.rowCount) rows",
            advice: "lower imputation.sampler.steps or imputation.sampler.chainCount")
        rows.fill(try proposals(rows))
        let count = rows.rowCount * chainCount, width = rows.model.layout.featureCount
        return State(
            logWeights: [Double](repeating: -.infinity, count: count),
            means: [Double](repeating: 0, count: count * width),
            draws: [Double](repeating: 0, count: count * width), trace: trace)
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let proposals = try proposals(rows)
        // Samples are numbered on from step to step, so that no two proposals share their noise.
        proposals.workspace.setNoise(rows.stream.child("proposals"), firstSample: state.step * chainCount)
        proposals.workspace.forward()
        let logWeights = proposals.read("logWeight"), means = proposals.read("mean"), draws = proposals.read("draw")
        let width = rows.model.layout.featureCount
        var accepted = [Double](repeating: 0, count: logWeights.count)
        for row in 0..<rows.rowCount {
            // By the row's address, not by its place: what stands beside it must not matter.
            let address = Int(bitPattern: UInt(rows.addresses[row]))
            var random = rows.stream.child("accept").child(address).child(state.step)
            for chain in row * chainCount..<(row + 1) * chainCount {
                let logUniform = Double.log(random.uniform())
                guard logUniform < logWeights[chain] - state.logWeights[chain] else { continue }
                accepted[chain] = 1
                state.logWeights[chain] = logWeights[chain]
                let cells = chain * width..<(chain + 1) * width
                state.means.replaceSubrange(cells, with: means[cells])
                state.draws.replaceSubrange(cells, with: draws[cells])
            }
        }
        if state.step >= warmUpSteps {
            state.trace.add(means: state.means, draws: state.draws, accepted: accepted)
        }
        state.step += 1
        return state.step < warmUpSteps + steps
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] {
        guard state.logWeights.allSatisfy(\.isFinite) else {
            throw LacunaError(
                .work,
                """
                \(Self.name): no latent that the encoder proposes has a weight for one of the rows; train longer, or \
                choose another sampler
                """)
        }
        return state.trace.results(rows)
    }

    /// Encode, draw, decode and weigh: a proposal for each chain of each row.
    private func proposals(_ rows: ConditionalRows) throws -> RecordedStep {
        try rows.recording("\(Self.name).\(chainCount)") { step in
            let drawn = step.draw(from: step.posterior(head: step.encode()), count: chainCount)
            let decoded = step.decode(drawn.latent)
            return [
                "logWeight": step.weigh(drawn, decoded), "mean": decoded.mean(),
                "draw": decoded.sample(purpose: "draw"),
            ]
        }
    }
}
