import Foundation
import LacunaCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The user's wish that the work should end, made by a signal and asked for by the work.
public final class Interruption: Sendable {
    private let signal = Atomic<Int32>(0)

    /// An interruption of its own, connected to no signal: for tests and for programs that call commands.
    public init() {}

    /// The signal (SIGINT, SIGTERM) that was received first, or `nil`. As cheap as reading a number.
    public var requested: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Asks the work to end, as the signal would. Returns whether it was the first to do so.
    @discardableResult public func request(_ number: Int32 = SIGINT) -> Bool {
        signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
    }

    /// Throws where the work should end.
    ///
    /// - Throws: `LacunaError` of kind `interrupted`.
    public func check() throws(LacunaError) {
        if let requested { throw Self.error(requested) }
    }

    /// The error of work that a signal ended.
    public static func error(_ signal: Int32) -> LacunaError {
        LacunaError(.interrupted, signal == SIGTERM ? "terminated" : "interrupted")
    }

    /// Connects SIGINT and SIGTERM of the process, and makes closed pipes an error instead of the end.
    ///
    /// The first signal sets `requested`; a second one removes temporary files and ends the process with status 128
    /// plus its number. A signal that was ignored when the process started (`nohup`) stays ignored. Programs started by the
    /// process have the usual signals. Calling it again changes nothing.
    public static func install() -> Interruption {
        let interruption = ProcessSignals.interruption
        ProcessSignals.installOnce
        return interruption
    }
}

/// What the handlers of the process's signals share. A handler may only touch atomics and call `write`.
private enum ProcessSignals {
    static let interruption = Interruption()
    /// The end of a pipe that wakes the thread that ends the process; a handler cannot do so itself, since removing
    /// files takes a lock that the interrupted code may hold.
    static let alarm = Atomic<Int32>(-1)

    static let installOnce: Void = {
        var ends: [Int32] = [-1, -1]
        // Without the pipe (no descriptors left) a second signal has no effect, and the first still has.
        if pipe(&ends) == 0 {
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            alarm.store(ends[1], ordering: .sequentiallyConsistent)
            let reader = ends[0]
            Thread.detachNewThread { waitForAlarm(reader) }
        }
        for number in [SIGINT, SIGTERM] {
            let before = setHandler(number, handle)
            // 1 is SIG_IGN.
            if unsafeBitCast(before, to: Int.self) == 1 { _ = setHandler(number, before) }
        }
        // A handler and not SIG_IGN, which programs started from here would inherit.
        _ = setHandler(SIGPIPE, { _ in })
    }()

    private static let handle: @convention(c) (Int32) -> Void = { number in
        let saved = errno
        if !interruption.request(number) {
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(alarm.load(ordering: .sequentiallyConsistent), &byte, 1)
        }
        errno = saved
    }

    private static func waitForAlarm(_ reader: Int32) {
        // Threads may be started with signals blocked; one must be there to take them while the others compute.
        var numbers = sigset_t()
        sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM] { sigaddset(&numbers, number) }
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
        var byte: UInt8 = 0
        while true {
            let count = read(reader, &byte, 1)
            if count == 1 {
                AtomicFile.removeTemporaries()
                _exit(128 + Int32(byte))
            }
            guard count < 0, errno == EINTR else { return }
        }
    }
}

/// `signal` of the C library, by a name that no property hides.
private func setHandler(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) -> (
    @convention(c) (Int32) -> Void
)? {
    signal(number, handler)
}
