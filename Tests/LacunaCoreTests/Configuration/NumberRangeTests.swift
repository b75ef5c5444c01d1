import LacunaCore
import Testing

@Suite struct NumberRangeTests {
    /// A range, numbers in it, numbers out of it, and its words.
    private static let cases: [(NumberRange, [Double], [Double], String)] = [
        (.between(1, 10), [1, 5, 10], [(1.0).nextDown, (10.0).nextUp, -1, .infinity], "between 1 and 10"),
        (.between(1, 1), [1], [(1.0).nextDown, 2], "equal to 1"),
        (.above(0), [1e-300, 1, 1e308], [0, -1, .infinity, -.infinity], "greater than 0"),
        (.above(0, atMost: 1), [0.5, 1], [0, (1.0).nextUp], "greater than 0 and at most 1"),
        (.above(0, below: 1), [0.5, (1.0).nextDown], [0, 1], "greater than 0 and less than 1"),
        (.atLeast(0), [0, 1e300], [-1e-300, .infinity, -.infinity], "at least 0"),
        (.atLeast(-0.5, below: 1e9), [-0.5, 0], [-0.6, 1e9], "at least -0.5 and below 1000000000"),
        (.atMost(10), [-1e300, 10], [(10.0).nextUp, -.infinity, .infinity], "at most 10"),
        (.below(10), [-1e300, (10.0).nextDown], [10, -.infinity, .infinity], "below 10"),
    ]

    @Test func aRangeKnowsItsNumbersAndItsWords() {
        for (range, inside, outside, words) in Self.cases {
            for number in inside where !range.contains(number) { Issue.record("\(number) is \(words)") }
            for number in outside + [.nan] where range.contains(number) { Issue.record("\(number) is not \(words)") }
            #expect("\(range)" == words)
        }
    }
}
