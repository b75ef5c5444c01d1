import Synchronization
import Testing

@testable import LacunaCore

@Suite struct StoppableWorkTests {
    private struct Failure: Error, Equatable {
        var piece: Int
    }

    /// The error of the first piece, whichever of two that are at work fails first in time.
    @Test(.timeLimit(.minutes(1)), arguments: [0, 1]) func theFirstFailureIsThrown(_ earlier: Int) {
        let begun = Atomic<Int>(0), failing = Atomic<Int>(0)
        #expect(throws: Failure(piece: 0)) {
            try WorkerPool(threadCount: 2).forEach(9, what: "testing", shouldStop: { false }) { _, piece in
                begun.wrappingAdd(1, ordering: .relaxed)
                while begun.load(ordering: .relaxed) < 2 {}
                if piece == earlier {
                    failing.store(1, ordering: .relaxed)
                } else {
                    while failing.load(ordering: .relaxed) == 0 {}
                    let target = ContinuousClock.now + .milliseconds(5)
                    while ContinuousClock.now < target {}
                }
                throw Failure(piece: piece)
            }
        }
    }

    /// Threads that are awake and take pieces at once.
    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3]) func theNumberOfThreadsDoesNotMatter(_ threadCount: Int) {
        let pool = WorkerPool(threadCount: threadCount)
        var others = 0
        for round in 0..<1_000 {
            let first = 10 + round % 5
            do {
                try pool.forEach(20, what: "testing", shouldStop: { false }) { _, piece in
                    if piece >= first { throw Failure(piece: piece) }
                }
                others += 1
            } catch {
                if error as? Failure != Failure(piece: first) { others += 1 }
            }
        }
        #expect(others == 0)
    }

    @Test func nothingIsBegunAfterAFailure() {
        let begun = Mutex<[Int]>([])
        #expect(throws: Failure(piece: 3)) {
            try WorkerPool(threadCount: 1).forEach(9, what: "testing", shouldStop: { false }) { _, piece in
                begun.withLock { $0.append(piece) }
                if piece == 3 { throw Failure(piece: piece) }
            }
        }
        #expect(begun.withLock { $0 } == [0, 1, 2, 3])
    }

    @Test func stoppingIsASentence() {
        let begun = Atomic<Int>(0)
        let error = #expect(throws: LacunaError.self) {
            try WorkerPool(threadCount: 2).forEach(
                9, what: "testing", shouldStop: { begun.load(ordering: .relaxed) >= 2 }
            ) { _, _ in
                begun.wrappingAdd(1, ordering: .relaxed)
            }
        }
        #expect(error?.kind == .interrupted)
        #expect(error?.description.contains("interrupted while testing") == true)
    }
}
