import Synchronization
import Testing

@testable import LacunaCore

@Suite struct WorkerPoolTests {
    /// Many short rounds with pauses between some, so that workers are met awake, asleep and on the way to either.
    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3, 5])
    func everyPieceIsDoneOnce(_ threadCount: Int) {
        let pool = WorkerPool(threadCount: threadCount)
        let numbers = SharedNumbers(count: 7)
        var wrong = 0
        for round in 1...5_000 {
            pool.forEach(7) { _, piece in numbers[piece] += 1 }
            for piece in 0..<7 where numbers[piece] != Double(round) { wrong += 1 }
            if round % 50 == 0 {
                let target = ContinuousClock.now + .microseconds(round % 500)
                while ContinuousClock.now < target {}
            }
        }
        #expect(wrong == 0)
    }

    @Test func workersHaveNumbersOfTheirOwn() {
        let pool = WorkerPool(threadCount: 3)
        let largest = Mutex(0)
        for _ in 0..<200 { pool.forEach(30) { worker, _ in largest.withLock { $0 = max($0, worker) } } }
        #expect(largest.withLock { $0 } < 3)
    }

    @Test func noPieceIsNothingToDo() {
        WorkerPool(threadCount: 2).forEach(0) { _, _ in Issue.record("there is no piece") }
    }
}
