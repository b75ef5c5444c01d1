import Dispatch
import Foundation
import Synchronization

/// Runs pieces of work on a fixed number of threads; which thread takes which piece is left open.
///
/// Nothing may depend on that: pieces write to places of their own, and sums are formed afterwards in the order of the
/// pieces. The threads live as long as the pool. Between two pieces of work they wait awake for a moment and then sleep,
/// so that the many short pieces of training start at once.
public final class WorkerPool: Sendable {
    /// Number of threads.
    public let threadCount: Int
    private let crew: Crew

    /// A pool of some threads; the work is done by the caller alone where it is 1.
    public init(threadCount: Int) {
        self.threadCount = max(1, threadCount)
        crew = Crew(size: self.threadCount - 1)
        for worker in 1..<self.threadCount {
            // A thread keeps the crew alive, but not the pool, whose end sends it home.
            let thread = Thread { [crew] in crew.work(as: worker) }
            thread.name = "lacuna worker \(worker)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    deinit { crew.dismiss() }

    /// Calls the body once for each piece; returns when all are done. One caller at a time.
    ///
    /// - Parameters:
    ///   - count: Number of pieces.
    ///   - body: Is told which worker (below `threadCount`) calls, for memory of its own, and which piece.
    public func forEach(_ count: Int, _ body: @Sendable (_ worker: Int, _ piece: Int) -> Void) {
        guard threadCount > 1, count > 1 else {
            for piece in 0..<count { body(0, piece) }
            return
        }
        withoutActuallyEscaping(body) { crew.share(count, $0) }
    }

    /// The same for a body that is made once and kept, so that nothing is allocated.
    public func share(_ count: Int, _ body: @escaping @Sendable (_ worker: Int, _ piece: Int) -> Void) {
        guard threadCount > 1, count > 1 else {
            for piece in 0..<count { body(0, piece) }
            return
        }
        crew.share(count, body)
    }
}

/// The threads of a pool and what they share.
private final class Crew: @unchecked Sendable {  // `body` is written before `round` rises and read after it has
    /// Where one worker sleeps. Each has a bed of its own: a shared bell could wake one worker twice and another never.
    private final class Bed: Sendable {
        let isOccupied = Atomic<Bool>(false)
        let bell = DispatchSemaphore(value: 0)

        func wake() {
            if isOccupied.exchange(false, ordering: .sequentiallyConsistent) { bell.signal() }
        }

        /// Sleeps until woken, unless the reason to wake is already there.
        func sleep(unless isTime: () -> Bool) {
            isOccupied.store(true, ordering: .sequentiallyConsistent)
            // Whoever turns the flag off also rings; if that was not this worker itself, the bell has to be heard.
            if isTime(), isOccupied.exchange(false, ordering: .sequentiallyConsistent) { return }
            bell.wait()
        }
    }

    private let beds: [Bed]
    private let callersBed = Bed()
    private let round = Atomic<Int>(0)
    private let next = Atomic<Int>(0)
    private let working = Atomic<Int>(0)
    private let isDismissed = Atomic<Bool>(false)
    /// Looks at a flag before a thread goes to sleep: some tens of microseconds.
    private let patience = 20_000
    private var count = 0
    private var body: (@Sendable (Int, Int) -> Void)?

    init(size: Int) { beds = (0..<size).map { _ in Bed() } }

    /// Shares pieces among the crew and the caller.
    func share(_ count: Int, _ body: @escaping @Sendable (Int, Int) -> Void) {
        self.count = count
        self.body = body
        next.store(0, ordering: .relaxed)
        working.store(beds.count, ordering: .relaxed)
        beginRound()
        take(worker: 0, body)
        waitAwake { working.load(ordering: .acquiring) == 0 }
        while working.load(ordering: .acquiring) > 0 {
            callersBed.sleep { working.load(ordering: .sequentiallyConsistent) == 0 }
        }
        self.body = nil
    }

    /// A worker's life.
    func work(as worker: Int) {
        var seen = 0
        while true {
            waitAwake { round.load(ordering: .acquiring) != seen }
            while round.load(ordering: .acquiring) == seen {
                beds[worker - 1].sleep { round.load(ordering: .sequentiallyConsistent) != seen }
            }
            seen += 1
            if isDismissed.load(ordering: .acquiring) { return }
            if let body { take(worker: worker, body) }
            if working.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0 { callersBed.wake() }
        }
    }

    /// Sends everyone home.
    func dismiss() {
        isDismissed.store(true, ordering: .releasing)
        beginRound()
    }

    @inline(__always)
    private func waitAwake(until isTime: () -> Bool) {
        var looks = 0
        while looks < patience, !isTime() { looks += 1 }
    }

    private func beginRound() {
        round.wrappingAdd(1, ordering: .sequentiallyConsistent)
        for bed in beds { bed.wake() }
    }

    private func take(worker: Int, _ body: (Int, Int) -> Void) {
        while true {
            let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard piece < count else { return }
            body(worker, piece)
        }
    }
}
