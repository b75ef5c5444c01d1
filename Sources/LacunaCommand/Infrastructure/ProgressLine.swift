import LacunaCore
import Synchronization

/// A line of messages that is rewritten in place while work goes on, and lines that stay.
///
/// The live line is drawn only on a terminal, at most ten times a second, and never when `isQuiet`. Usable from any
/// thread.
public final class ProgressLine: Sendable {
    private struct State {
        var isShown = false
        var lastDrawn: Duration?
    }

    private let sink: OutputSink
    private let isQuiet: Bool
    private let now: @Sendable () -> Duration
    private let state = Mutex(State())

    /// The time between two drawings of the live line.
    public static let interval = Duration.milliseconds(100)

    /// A live line on the messages of a console.
    ///
    /// - Parameters:
    ///   - console: Whose messages the line stands below.
    ///   - isQuiet: Whether only warnings are shown.
    ///   - now: The time since some moment; the system's steady clock unless a test has its own.
    public init(_ console: Console, isQuiet: Bool = false, now: (@Sendable () -> Duration)? = nil) {
        sink = console.messages
        self.isQuiet = isQuiet
        let start = ContinuousClock.now
        self.now = now ?? { ContinuousClock.now - start }
    }

    /// Whether a live line is drawn at all; where not, `update` costs nothing.
    public var isLive: Bool { sink.isTerminal && !isQuiet }

    /// Shows a text in place of the one before; not evaluated where nothing is to be drawn yet.
    public func update(_ text: @autoclosure () -> String) {
        guard isLive else { return }
        let time = now()
        state.withLock { state in
            if let last = state.lastDrawn, time - last < Self.interval { return }
            state.lastDrawn = time
            state.isShown = true
            // One column is left free: a full line makes some terminals go to the next.
            let line = DisplayText.truncated(DisplayText.printable(text()), to: sink.width - 1)
            send("\r" + line + "\u{1B}[K")
        }
    }

    /// Writes a line that stays: "note: …". Nothing when quiet.
    public func note(_ text: String) {
        if !isQuiet { line("note: " + text) }
    }

    /// Writes a line that stays, quiet or not: "warning: …".
    public func warning(_ text: String) { line("warning: " + text) }

    /// Removes the live line; the next `update` draws it at once.
    ///
    /// Call it before anything else is written to the terminal, and at the end.
    public func clear() { state.withLock { erase(&$0) } }

    private func line(_ text: String) {
        state.withLock { state in
            erase(&state)
            send(DisplayText.printable(text) + "\n")
        }
    }

    private func erase(_ state: inout State) {
        if state.isShown { send("\r\u{1B}[K") }
        state.isShown = false
        state.lastDrawn = nil
    }

    /// Progress that cannot be shown must not stop the work.
    private func send(_ text: String) {
        do throws(LacunaError) { try sink.write(text) } catch {}
    }
}
