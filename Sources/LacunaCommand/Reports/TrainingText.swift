import LacunaCore

/// What training came to, for people.
enum TrainingText {
    /// The line about a finished run: steps, bound and held-out bound in nats a row.
    static func line(method: String, _ record: TrainingRecord) -> String {
        let best = record.bestStep < record.steps ? ["the best held out at step \(record.bestStep)"] : []
        let closing = record.closingSteps > 0 ? ["the last \(record.closingSteps) with all rows"] : []
        let remarks = best + closing
        let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
        let heldOut = record.heldOutBound.map { ", held out \(Phrase.fixed($0, 3))" } ?? ""
        return
            "\(method): \(Phrase.counted(record.steps, "step"))\(remark), bound \(Phrase.fixed(record.bound, 3)) nats per "
            + "row\(heldOut)"
    }
}
