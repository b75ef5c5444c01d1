import LacunaCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a stream of output goes.
public struct OutputSink: Sendable {
    /// Whether someone sits before it: live lines are wanted.
    public let isTerminal: Bool

    private let currentWidth: @Sendable () -> Int
    private let writer: @Sendable ([UInt8]) throws(LacunaError) -> Void

    /// A sink of any kind.
    public init(
        isTerminal: Bool = false, width: @escaping @Sendable () -> Int = { 80 },
        _ writer: @escaping @Sendable ([UInt8]) throws(LacunaError) -> Void
    ) {
        self.isTerminal = isTerminal
        self.currentWidth = width
        self.writer = writer
    }

    /// The columns of the terminal now (it may be resized); 80 for what is none.
    public var width: Int { currentWidth() }

    /// Writes bytes without a buffer.
    ///
    /// - Throws: `LacunaError.closedPipe` where the reader has gone, and `LacunaError` of kind `work` with the system's
    ///   reason otherwise.
    public func write(_ bytes: [UInt8]) throws(LacunaError) { try writer(bytes) }

    /// Writes a text in UTF-8; errors as for bytes.
    public func write(_ text: String) throws(LacunaError) { try writer(Array(text.utf8)) }

    /// An open descriptor of the process, called `name` in messages.
    public static func descriptor(_ descriptor: Int32, name: String) -> OutputSink {
        let environment = { (key: String) in getenv(key).map { String(cString: $0) } }
        let isTerminal = isatty(descriptor) != 0 && environment("TERM") != "dumb"
        let columns = environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let width: @Sendable () -> Int = {
            var size = winsize()
            let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
            return known ? Int(size.ws_col) : columns ?? 80
        }
        return OutputSink(isTerminal: isTerminal, width: width) { (bytes) throws(LacunaError) in
            switch bytes.withUnsafeBytes({ FileDescriptor.writeAll($0, to: descriptor) }) {
            case 0: return
            case EPIPE: throw .closedPipe
            case let code: throw LacunaError(.work, "cannot write to \(name): \(SystemReason.text(code))")
            }
        }
    }
}

/// Output kept in memory, for tests and for programs that call commands.
public final class CapturedOutput: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    /// No output yet.
    public init() {}

    /// What was written so far.
    public var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    /// A sink that writes here.
    public func sink(isTerminal: Bool = false, width: Int = 80) -> OutputSink {
        OutputSink(isTerminal: isTerminal, width: { width }) { [self] new in bytes.withLock { $0 += new } }
    }
}
