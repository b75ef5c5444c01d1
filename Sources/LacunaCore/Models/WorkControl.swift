import Foundation

/// How work is run and watched: threads, reports and interruption. None of it changes a result.
public struct WorkControl: Sendable {
    /// Threads, at least 1.
    public var threadCount: Int
    /// Asked between pieces of work, by every thread; `true` ends it with an error of the kind `interrupted`.
    public var shouldStop: @Sendable () -> Bool
    /// Told what one should know of the data or the work: a sentence without its full stop.
    public var note: @Sendable (String) -> Void
    /// Told of each step of training.
    public var reportTraining: @Sendable (TrainingEvent) -> Void
    /// Told how many rows are done, by every thread.
    public var reportRows: @Sendable (_ done: Int, _ of: Int) -> Void

    /// Control of work; silent, uninterrupted and on as many threads as there are processors unless said otherwise.
    public init(
        threadCount: Int = ProcessInfo.processInfo.activeProcessorCount,
        shouldStop: @escaping @Sendable () -> Bool = { false },
        note: @escaping @Sendable (String) -> Void = { _ in },
        reportTraining: @escaping @Sendable (TrainingEvent) -> Void = { _ in },
        reportRows: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) {
        self.threadCount = max(threadCount, 1)
        self.shouldStop = shouldStop
        self.note = note
        self.reportTraining = reportTraining
        self.reportRows = reportRows
    }

    /// What an imputer is given.
    func context(_ blueprint: Blueprint) -> ImputerContext {
        ImputerContext(
            blueprint: blueprint, threadCount: threadCount, shouldStop: shouldStop, note: note,
            reportTraining: reportTraining, reportRows: reportRows)
    }
}
