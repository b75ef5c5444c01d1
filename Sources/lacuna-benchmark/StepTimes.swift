import Lacuna

/// Seconds a step of several trainings, in turn round by round, so that a busy machine slows all alike.
enum StepTimes {
    static let roundCount = 21

    /// For each training its seconds a step, a number a round.
    static func measure(_ trainings: [Training], stepsPerRound: Int) -> [[Double]] {
        for training in trainings { for _ in 0..<20 { training.advance() } }
        var times = [[Double]](repeating: [], count: trainings.count)
        for _ in 0..<roundCount {
            for (index, training) in trainings.enumerated() {
                let start = Stopwatch.now()
                for _ in 0..<stepsPerRound { training.advance() }
                times[index].append((Stopwatch.now() - start) / Double(stepsPerRound))
            }
        }
        return times
    }
}
