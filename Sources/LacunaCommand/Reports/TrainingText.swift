import LacunaCore

/// What training came to, for people.
enum TrainingText {
    /// The line about a finished run: steps, bound and held-out bound in nats a row.
    static func line(method: String, _ record: TrainingRecord) -> String {
        let best = record.bestStep < record.steps ? " (the best at step \(record.bestStep))" : ""
        let heldOut = record.heldOutBound.map { ", held out \(Phrase.fixed($0, 3))" } ?? ""
        return
            "\(method): \(Phrase.counted(record.steps, "step"))\(best), bound \(Phrase.fixed(record.bound, 3)) nats per "
            + "row\(heldOut)"
    }
}
