import LacunaCore

/// Importance resampling for all rows, and another sampler for those whose weights turn out poor.
///
/// Draws from the encoder are cheap and good for most rows. Rows of which the weights cannot be relied on (k̂ above .7, or
/// hardly any effective draws) are drawn again by the escalation, whose result is kept unless it is poorer
/// still; the row's diagnostics then say from which sampler to which it passed. Latent-adaptive resampling serves as the escalation
/// because its proposals follow the row rather than the encoder of rows with holes.
public struct AutoSampler: Sampler {
    public static let name = "auto"
    public static let summary = "importance resampling, and another sampler for rows whose weights are poor"
    public static let references = [Reference.miwae, Reference.paretoSmoothing, Reference.conditionalSampling]

    public static let keyDescriptions = [
        KeyDescription("sampleCount", "latent draws a row of the importance resampling", .between(1, 10_000_000)),
        KeyDescription(
            "escalation", "sampler that takes over rows whose weights are poor; it can afford many latents for each"),
    ]

    /// Latent draws a row of the importance resampling.
    public var sampleCount = 2_000
    /// The sampler that takes over where the weights are poor. Few rows need it, so that it can afford many latents for
    /// each; with as few as the importance resampling it would be no better.
    public var escalation: Choice<Samplers> = Choice(thorough)

    public init() {}

    /// A sampler with a number of latent draws.
    public init(sampleCount: Int) { self.sampleCount = sampleCount }

    /// A sampler with a number of latent draws and an escalation.
    public init(sampleCount: Int = 2_000, escalation: some Sampler) {
        self.sampleCount = sampleCount
        self.escalation = Choice(escalation)
    }

    /// Five times the latents of the importance resampling.
    private static var thorough: LatentAdaptiveResampling { LatentAdaptiveResampling(steps: 500) }

    public var drawLimit: Int? {
        let limits = [first.drawLimit, (try? escalation.member())?.drawLimit]
        return limits.compactMap { $0 }.min()
    }

    public var servesMissingness: Bool { true }

    /// Few, so that those among them that escalate fill a pass as well.
    public var preferredBatchSize: Int { 8 }

    public var advice: String {
        "a larger imputation.sampler.sampleCount, an escalation with more steps, or more training.steps"
    }

    /// Also those of the escalation.
    public func problems(with model: ComposedModel) -> [String] {
        let further = (try? escalation.member())?.problems(with: model) ?? []
        return misfits(with: model) + further.map { "escalation: \($0)" }
    }

    public func start(_ rows: ConditionalRows) throws -> ImportanceResampling.State { try first.start(rows) }

    public func step(_ state: inout ImportanceResampling.State, _ rows: ConditionalRows) throws -> Bool {
        try first.step(&state, rows)
    }

    public func finish(_ state: ImportanceResampling.State, _ rows: ConditionalRows) throws -> [RowImputation] {
        var results = try first.finish(state, rows)
        let poor = results.indices.filter { !results[$0].diagnostics.isReliable }
        guard !poor.isEmpty else { return results }
        // As many steps as the escalation needs, whatever is wanted of chains that go on from where they stood.
        var request = rows.request
        request.stepCount = nil
        let sampler = try escalation.member()
        // In pieces, so that there are recordings for a few numbers of rows only.
        for start in stride(from: 0, to: poor.count, by: max(sampler.preferredBatchSize, 1)) {
            let piece = Array(poor[start..<min(start + max(sampler.preferredBatchSize, 1), poor.count)])
            for (place, result) in zip(piece, try escalated(piece, of: rows, request, by: sampler)) {
                guard let result, Self.isBetter(result, than: results[place]) else { continue }
                results[place] = result
                results[place].diagnostics.escalatedFrom = ImportanceResampling.name
                results[place].diagnostics.escalatedTo = type(of: sampler).name
            }
        }
        return results
    }

    // MARK: Pieces

    private var first: ImportanceResampling { ImportanceResampling(sampleCount: sampleCount) }

    /// What the escalation makes of some rows; `nil` for each that it cannot complete. Where one of them ends its run, every
    /// row runs alone, so that what becomes of it does not depend on the others.
    private func escalated(
        _ places: [Int], of rows: ConditionalRows, _ request: ImputationRequest, by sampler: any Sampler
    ) throws -> [RowImputation?] {
        do {
            return try sampler.run(rows.picking(places, request: request, purpose: "escalation"))
        } catch let error as LacunaError where error.kind == .work {
            guard places.count > 1 else { return [nil] }
            return try places.flatMap { try escalated([$0], of: rows, request, by: sampler) }
        }
    }

    /// Whether the result of the escalation is kept: where it is reliable; else, where it weighs latents, unless its weights
    /// are the poorer by their tail and by their effective number, and where it weighs none, if it is worth more draws and
    /// poor by nothing else. A number that is not finite is never kept.
    private static func isBetter(_ escalated: RowImputation, than first: RowImputation) -> Bool {
        guard escalated.isFinite else { return false }
        let diagnostics = escalated.diagnostics
        guard !diagnostics.isReliable else { return true }
        let isWorthMore = diagnostics.effectiveSampleSize > first.diagnostics.effectiveSampleSize
        guard let shape = diagnostics.paretoShape else {
            return isWorthMore && diagnostics.isWithinLimits && diagnostics.shortcoming == nil
        }
        return shape < first.diagnostics.paretoShape ?? 0 || isWorthMore
    }
}
