import LacunaCore

/// The two streams a command writes to: results, and messages about the work.
public struct Console: Sendable {
    /// Results: standard output.
    public let output: OutputSink
    /// Messages: standard error.
    public let messages: OutputSink

    /// A console with these streams.
    public init(output: OutputSink, messages: OutputSink) {
        self.output = output
        self.messages = messages
    }

    /// The streams of the process.
    ///
    /// A pipe whose reader has gone shows as `LacunaError.closedPipe` only after `Interruption.install()`; before that
    /// the system ends the process.
    public static func standard() -> Console {
        Console(
            output: .descriptor(1, name: "standard output"), messages: .descriptor(2, name: "standard error"))
    }

    /// Writes a result as it is.
    ///
    /// - Throws: what `OutputSink.write` throws.
    public func write(_ text: String) throws(LacunaError) { try output.write(text) }

    /// Writes a result and ends the line.
    ///
    /// - Throws: what `OutputSink.write` throws.
    public func print(_ text: String) throws(LacunaError) { try output.write(text + "\n") }

    /// Writes a message and ends the line. A message that cannot be written is dropped: there is no one to tell.
    public func report(_ text: String) {
        do throws(LacunaError) { try messages.write(text + "\n") } catch {}
    }

    /// Says what went wrong, as `ExitStatus.render` puts it: nothing for a closed pipe.
    public func report(_ error: LacunaError) {
        do throws(LacunaError) { try messages.write(ExitStatus.render(error)) } catch {}
    }
}
