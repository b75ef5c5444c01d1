import LacunaCore

/// What training came to, for people.
enum TrainingText {
    /// The line about a finished run: steps, bound and held-out bound in nats a row.
    ///
    /// - Parameter subject: Of what the bound is one; `nil` where that is not known.
    static func line(method: String, _ record: TrainingRecord, of subject: BoundSubject?) -> String {
        let best = record.bestStep < record.steps ? ["the best held out at step \(record.bestStep)"] : []
        let closing = record.closingSteps > 0 ? ["the last \(record.closingSteps) with all rows"] : []
        let remarks = best + closing
        let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
        let heldOut = record.heldOutBound.map { ", held out \(Phrase.fixed($0, 3))" } ?? ""
        return
            "\(method): \(Phrase.counted(record.steps, "step"))\(remark), "
            + "\((subject ?? .cells).words) \(Phrase.fixed(record.bound, 3)) nats per row\(heldOut)"
    }

    /// The lines about the fit that `training.diagnostics` asks for; none without.
    static func diagnosticLines(_ record: TrainingRecord) -> [String] {
        guard let diagnostics = record.diagnostics else { return [] }
        var lines: [String] = []
        let ratios = diagnostics.gradientSignalToNoise.sorted { $0.key < $1.key }
        if !ratios.isEmpty {
            let text = ratios.map { "\($0.key) \(Phrase.fixed($0.value, 3))" }.joined(separator: ", ")
            lines.append("signal-to-noise ratio of the gradient over an epoch: \(text)")
        }
        if let inUse = diagnostics.componentsInUse, let count = diagnostics.componentCount {
            lines.append("components of the posterior in use: \(Phrase.fixed(inUse, 2)) of \(count) (perplexity)")
        }
        return lines
    }

    /// The line about several fits; none for one.
    static func fitLines(_ record: TrainingRecord) -> [String] {
        guard let fits = record.fits else { return [] }
        let texts = fits.map { fit in
            guard let bound = fit.heldOutBound ?? fit.bound else { return "diverged" }
            let remarks =
                (fit.start == .mirrored ? ["from mirrored curves"] : []) + (fit.isKept ? ["kept"] : [])
            return Phrase.fixed(bound, 3) + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
        }
        let what = fits.contains { $0.heldOutBound != nil } ? "held out" : "bound"
        return [
            "\(fits.count) fits, \(what): \(texts.joined(separator: ", ")) nats per row"
        ]
    }

    /// The same for programs; null for one.
    static func fitJSON(_ record: TrainingRecord?) -> JSONText {
        guard let fits = record?.fits else { return .null }
        return .array(
            fits.map { fit in
                [
                    "start": .string(fit.start.rawValue), "bound": .optional(fit.bound),
                    "heldOutBound": .optional(fit.heldOutBound), "kept": .bool(fit.isKept),
                ]
            })
    }

    /// What diagnostics say for programs; null without.
    static func diagnosticJSON(_ record: TrainingRecord?) -> JSONText {
        guard let diagnostics = record?.diagnostics else { return .null }
        let ratios = diagnostics.gradientSignalToNoise.sorted { $0.key < $1.key }
        return .object([
            ("gradientSignalToNoise", .object(ratios.map { ($0.key, .number($0.value)) })),
            ("componentsInUse", .optional(diagnostics.componentsInUse)),
            ("componentCount", diagnostics.componentCount.map { .integer($0) } ?? .null),
        ])
    }
}
