import LacunaCommand
import Synchronization
import Testing

@Suite struct ProgressLineTests {
    /// A clock that the test moves.
    final class Clock: Sendable {
        private let time = Mutex(Duration.zero)
        func advance(_ milliseconds: Int) { time.withLock { $0 += .milliseconds(milliseconds) } }
        var now: Duration { time.withLock { $0 } }
    }

    private func line(
        terminal: Bool = true, quiet: Bool = false, width: Int = 12, clock: Clock = Clock()
    ) -> (ProgressLine, CapturedOutput) {
        let messages = CapturedOutput()
        let console = Console(
            output: CapturedOutput().sink(), messages: messages.sink(isTerminal: terminal, width: width))
        return (ProgressLine(console, isQuiet: quiet, now: { clock.now }), messages)
    }

    @Test func drawsAtMostTenTimesASecond() {
        let clock = Clock()
        let (progress, messages) = line(clock: clock)
        var evaluations = 0
        for step in 0..<25 {
            progress.update(
                {
                    evaluations += 1
                    return "\(step)"
                }())
            clock.advance(10)
        }
        #expect(messages.text == "\r0\u{1B}[K\r10\u{1B}[K\r20\u{1B}[K")
        #expect(evaluations == 3)
    }

    @Test func cutsToTheWidthAndShowsNoControlCharacters() {
        let (progress, messages) = line()
        progress.update("0123456789abc")
        progress.clear()
        progress.update("a\u{1B}[2J")
        #expect(messages.text == "\r0123456789…\u{1B}[K\r\u{1B}[K\ra\\u{1B}[2J\u{1B}[K")
    }

    @Test func notesStayAndClearTheLiveLineFirst() {
        let (progress, messages) = line()
        progress.note("first")
        progress.update("live")
        progress.warning("column \"a\nb\"")
        progress.update("again")
        progress.clear()
        progress.clear()
        #expect(
            messages.text
                == "note: first\n\rlive\u{1B}[K\r\u{1B}[Kwarning: column \"a\\nb\"\n\ragain\u{1B}[K\r\u{1B}[K")
    }

    @Test func isSilentWithoutATerminalOrWhenQuiet() {
        for (terminal, quiet, expected) in [
            (false, false, "note: n\nwarning: w\n"), (true, true, "warning: w\n"), (false, true, "warning: w\n"),
        ] {
            let (progress, messages) = line(terminal: terminal, quiet: quiet)
            progress.update("live")
            progress.note("n")
            progress.warning("w")
            progress.clear()
            #expect(messages.text == expected && !progress.isLive)
        }
    }
}
