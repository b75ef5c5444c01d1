import LacunaCore
import Synchronization

/// Live lines about work that goes on.
enum WorkProgress {
    /// Reports each step of training: bound in nats a row, steps a second, time left.
    ///
    /// - Parameter title: What stands before it, such as the method where there are several.
    static func training(_ line: ProgressLine, title: String = "") -> @Sendable (TrainingEvent) -> Void {
        guard line.isLive else { return { _ in } }
        let begun = ContinuousClock.now
        let current = Mutex<(stage: String?, start: ContinuousClock.Instant, before: Int)?>(nil)
        return { event in
            let (start, before) = current.withLock { current in
                // A resumed run begins at a later step, and each of several fits at its own first one.
                if current == nil || current?.stage != event.stage {
                    current = (event.stage, current == nil ? begun : .now, event.step - 1)
                }
                return (current?.start ?? begun, current?.before ?? 0)
            }
            let stage = event.stage.map { "\($0): " } ?? ""
            line.update(
                text(
                    event, title: title + stage, after: before, seconds: (ContinuousClock.now - start) / .seconds(1)))
        }
    }

    /// Reports completed rows, or other pieces of work: how many a second, time left.
    ///
    /// - Parameters:
    ///   - title: What stands before it.
    ///   - doing: What is done to them.
    ///   - noun: What they are.
    static func rows(
        _ line: ProgressLine, title: String = "", doing: String = "imputing", noun: String = "row"
    ) -> @Sendable (Int, Int) -> Void {
        guard line.isLive else { return { _, _ in } }
        let start = ContinuousClock.now
        return { done, count in
            let rate = Double(done) / max((ContinuousClock.now - start) / .seconds(1), 1e-9)
            line.update(
                "\(title)\(doing): \(done) of \(Phrase.counted(count, noun)), \(Phrase.fixed(rate, 0)) \(noun)s/s, "
                    + "\(DurationText.text(seconds: Double(count - done) / rate)) left")
        }
    }

    /// The line about a step that was taken some seconds after the start: what matters most first, and within 80 columns,
    /// where a narrow terminal would cut it.
    ///
    /// - Parameter before: The step that the run went on from.
    static func text(_ event: TrainingEvent, title: String, after before: Int = 0, seconds: Double) -> String {
        let rate = Double(event.step - before) / max(seconds, 1e-9)
        let heldOut = event.heldOutBound.map { ", held out \(Phrase.fixed($0, 3))" } ?? ""
        let left = DurationText.text(seconds: Double(event.stepCount - event.step) / rate)
        return
            "\(title)step \(event.step)/\(event.stepCount), \(left) left, \(Phrase.fixed(rate, 0))/s, "
            + "bound \(Phrase.fixed(event.bound, 3))\(heldOut) nats/row"
    }
}
