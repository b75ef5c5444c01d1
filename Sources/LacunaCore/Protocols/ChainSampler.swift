import LacunaTensors

/// A sampler whose chains of imputations move from step to step; many chains a row and many rows advance in one pass.
///
/// The first steps are forgotten, those after them kept.
public protocol ChainSampler: Sampler {
    /// Chains a row, where no imputations are given to start from.
    var chainCount: Int { get }
    /// Steps that are kept.
    var steps: Int { get }
    /// Steps before those, which are forgotten.
    var warmUpSteps: Int { get }
    /// The sampler whose draws chains start from; `nil`: draws from the prior of the model.
    var warmUp: Choice<Samplers>? { get }
}

extension ChainSampler {
    /// Steps that are forgotten for some rows: none where the request sets the number of steps.
    public func forgottenSteps(_ rows: ConditionalRows) -> Int { rows.request.stepCount == nil ? warmUpSteps : 0 }

    /// Steps that are kept for some rows.
    public func keptSteps(_ rows: ConditionalRows) -> Int { rows.request.stepCount ?? steps }

    /// No: what is encoded are imputed rows. A sampler that warms it up is asked on its own.
    public var encodesIncompleteRows: Bool { false }

    /// A draw for each state that is kept.
    public var drawLimit: Int? { chainCount * steps }

    /// As many rows as fill a pass, and fewer where many steps of each are kept.
    public var preferredBatchSize: Int { batchSize(latentsPerStep: chainCount) }

    /// Rows that suit one pass.
    ///
    /// - Parameter latentsPerStep: Latents of a row in a step.
    public func batchSize(latentsPerStep: Int) -> Int {
        let latents = max(latentsPerStep, 1)
        return max(1, min(256 / latents, 1_000_000 / (latents * max(steps, 1))))
    }

    /// More steps.
    public var advice: String { "more steps or warmUpSteps, or another sampler" }

    /// What the keys of chains mean.
    ///
    /// - Parameters:
    ///   - countKey: The key of their number.
    ///   - count: What it means.
    public static func chainKeyDescriptions(
        countKey: String = "chainCount", _ count: String = "chains a row"
    ) -> [KeyDescription] {
        [
            KeyDescription(countKey, count, .between(1, 10_000)),
            KeyDescription("steps", "steps that are kept", .between(1, 1_000_000)),
            KeyDescription("warmUpSteps", "steps before those, which are forgotten", .between(0, 1_000_000)),
            KeyDescription(
                "warmUp", "sampler whose draws chains start from; null: draws from the prior of the model"),
        ]
    }

    /// Also those of the sampler that warms up.
    public func problems(with model: ComposedModel) -> [String] {
        misfits(with: model) + warmUpProblems(with: model)
    }

    /// What does not fit between the sampler that warms up and the parts of a model.
    public func warmUpProblems(with model: ComposedModel) -> [String] {
        guard let first = try? warmUp?.member() else { return [] }
        var problems = first.problems(with: model)
        if let limit = first.drawLimit, limit < chainCount {
            problems.append(
                "\(type(of: first).name) gives at most \(limit) draws a row, but \(chainCount) chains are to start from them"
            )
        }
        return problems.map { "warmUp: \($0)" }
    }
}

extension ChainSampler {
    /// Nothing of the chains of some rows yet; asked before any step, so that what cannot be kept is refused.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - otherBytes: What else the sampler keeps of all steps.
    /// - Throws: `LacunaError` of the kind `configuration` where there is no room for all steps.
    public func emptyTrace(_ rows: ConditionalRows, otherBytes: Double = 0) throws(LacunaError) -> ChainTrace {
        var trace = ChainTrace(rows, chainCount: rows.chainCount(chainCount))
        let steps = keptSteps(rows)
        try checkMemory(rows, bytes: Double(trace.bytesPerStep) * Double(steps) + otherBytes)
        trace.reserveCapacity(forSteps: steps)
        return trace
    }

    /// Checks that what the sampler keeps of all steps of some rows has room.
    public func checkMemory(_ rows: ConditionalRows, bytes: Double) throws(LacunaError) {
        let isAlone = rows.rowCount == 1
        try rows.checkMemory(
            bytes,
            for: "the chains of \(Self.name) (\(rows.chainCount(chainCount)) a row, \(keptSteps(rows)) steps, "
                + "\(isAlone ? "a single row" : "\(rows.rowCount) rows") at once)",
            advice: "lower its steps\(isAlone ? " or" : ", imputation.batchSize or") its number of chains")
    }
}

extension ConditionalRows {
    /// Chains a row: as many as imputations are given to start from, else as many as are wanted.
    public func chainCount(_ wanted: Int) -> Int {
        guard let startingImputations, rowCount > 0 else { return wanted }
        return startingImputations.count / (rowCount * model.layout.featureCount)
    }

    /// Complete rows for chains to start from: those that are given, else the draws of another sampler, else of the
    /// model's prior.
    ///
    /// - Parameters:
    ///   - count: Chains a row; as many as imputations are given, where some are.
    ///   - warmUp: The other sampler.
    /// - Returns: rows × chains × features.
    public func chainStarts(_ count: Int, warmUp: Choice<Samplers>?) throws -> [Double] {
        if let startingImputations { return startingImputations.map { Double($0) } }
        guard let warmUp else { return try priorStarts(count) }
        let request = ImputationRequest(drawCount: count, isDiagnosed: false)
        let first = try warmUp.member().run(picking(Array(0..<rowCount), request: request, purpose: "warmUp"))
        let width = model.layout.featureCount
        return first.enumerated().flatMap { row, result in
            result.draws.flatMap { draw in
                (0..<width).map { feature in
                    let place = row * width + feature
                    return Double(observed[place] == 1 ? values[place] : draw[feature])
                }
            }
        }
    }

    private func priorStarts(_ count: Int) throws -> [Double] {
        let starting = try recording("chains.start.\(count)") { step in
            let latent = step.model.prior.sample(
                TensorShape(rows: rowCount, samples: count, features: model.latentDimension), purpose: "start",
                in: step.priorContext)
            return ["rows": step.filling(from: step.decode(latent).sample(purpose: "start"))]
        }
        fill(starting)
        starting.workspace.setNoise(stream.child("start"))
        starting.workspace.forward()
        return starting.read("rows")
    }

    /// Runs a step of chains: fills the recording, gives it the step's own noise and the complete rows, and runs it.
    ///
    /// - Parameters:
    ///   - recording: With the input `imputed`.
    ///   - step: The number of the step, from 0.
    ///   - imputed: rows × chains × features.
    public func runChainStep(_ recording: RecordedStep, step: Int, imputed: [Double]) {
        fill(recording)
        recording.write(imputed, to: "imputed")
        recording.workspace.setNoise(stream.child("step").child(step))
        recording.workspace.forward()
    }
}
