import Dispatch
import Synchronization

/// Runs pieces of work on a fixed number of threads; which thread takes which piece is left open.
///
/// Nothing may depend on that: pieces write to places of their own, and sums are formed afterwards in the order of the
/// pieces.
public final class WorkerPool: Sendable {
    /// Number of threads.
    public let threadCount: Int
    private let next = Atomic<Int>(0)

    /// A pool of some threads; the work is done by the caller alone where it is 1.
    public init(threadCount: Int) { self.threadCount = max(1, threadCount) }

    /// Calls the body once for each piece; returns when all are done.
    ///
    /// - Parameters:
    ///   - count: Number of pieces.
    ///   - body: Is told which worker (below `threadCount`) calls, for memory of its own, and which piece.
    public func forEach(_ count: Int, _ body: @Sendable (_ worker: Int, _ piece: Int) -> Void) {
        let workers = min(threadCount, count)
        guard workers > 1 else {
            for piece in 0..<count { body(0, piece) }
            return
        }
        next.store(0, ordering: .relaxed)
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            while true {
                let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard piece < count else { return }
                body(worker, piece)
            }
        }
    }
}
