import Synchronization

extension WorkerPool {
    /// Calls the body once for each piece, until one fails or the work is to stop.
    ///
    /// - Parameters:
    ///   - count: Number of pieces.
    ///   - what: What the work is, as the end of "interrupted while …".
    ///   - shouldStop: Asked before each piece, by every thread.
    ///   - body: Is told which worker calls, and which piece.
    /// - Throws: `LacunaError` of the kind `interrupted`, or what a piece threw: the first one, of several, on any number
    ///   of threads.
    func forEach(
        _ count: Int, what: String, shouldStop: @Sendable () -> Bool,
        _ body: @Sendable (_ worker: Int, _ piece: Int) throws -> Void
    ) throws {
        let failure = Mutex<(piece: Int, error: any Error)?>(nil)
        let firstFailure = Atomic<Int>(.max)
        let isInterrupted = Atomic<Bool>(false)
        forEach(count) { worker, piece in
            // A piece before one that has failed is still done: it may fail too, and would be the first.
            guard piece < firstFailure.load(ordering: .relaxed), !isInterrupted.load(ordering: .relaxed) else { return }
            if shouldStop() {
                isInterrupted.store(true, ordering: .relaxed)
                return
            }
            do {
                try body(worker, piece)
            } catch {
                failure.withLock { first in
                    guard piece < first?.piece ?? .max else { return }
                    first = (piece, error)
                    firstFailure.store(piece, ordering: .relaxed)
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        guard !isInterrupted.load(ordering: .relaxed) else {
            throw LacunaError(.interrupted, "interrupted while \(what)")
        }
    }
}
