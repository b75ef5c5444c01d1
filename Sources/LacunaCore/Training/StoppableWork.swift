import Synchronization

extension WorkerPool {
    /// Calls the body once for each piece, until one fails or the work is to stop.
    ///
    /// - Parameters:
    ///   - count: Number of pieces.
    ///   - what: What the work is, as the end of "interrupted while …".
    ///   - shouldStop: Asked before each piece, by every thread.
    ///   - body: Is told which worker calls, and which piece.
    /// - Throws: `LacunaError` of the kind `interrupted`, or what a piece threw: the first one, of several.
    func forEach(
        _ count: Int, what: String, shouldStop: @Sendable () -> Bool,
        _ body: @Sendable (_ worker: Int, _ piece: Int) throws -> Void
    ) throws {
        let failure = Mutex<(piece: Int, error: any Error)?>(nil)
        let isStopped = Atomic<Bool>(false)
        forEach(count) { worker, piece in
            guard !isStopped.load(ordering: .relaxed) else { return }
            if shouldStop() {
                isStopped.store(true, ordering: .relaxed)
                return
            }
            do {
                try body(worker, piece)
            } catch {
                isStopped.store(true, ordering: .relaxed)
                failure.withLock { first in
                    if first.map({ piece < $0.piece }) ?? true { first = (piece, error) }
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        guard !isStopped.load(ordering: .relaxed) else {
            throw LacunaError(.interrupted, "interrupted while \(what)")
        }
    }
}
