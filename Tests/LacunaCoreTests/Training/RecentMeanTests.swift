import Testing

@testable import LacunaCore

@Suite struct RecentMeanTests {
    @Test func theOldestNumbersAreForgotten() {
        var mean = RecentMean(capacity: 3)
        #expect(mean.mean.isNaN)
        for (number, expected) in zip([1.0, 2, 6, 7, 8, 0], [1, 1.5, 3, 5, 7, 5]) {
            mean.add(number)
            #expect(mean.mean == expected)
        }
    }

    @Test func itGoesOnFromItsNumbers() throws {
        var mean = RecentMean(capacity: 3)
        for number in [1.0, 2, 6, 7] {
            mean.add(number)
            var copy = try #require(RecentMean(capacity: 3, numbers: mean.numbers, next: mean.next))
            #expect(copy == mean)
            copy.add(9)
            var other = mean
            other.add(9)
            #expect(copy == other)
        }
        #expect(RecentMean(capacity: 3, numbers: [1, 2, 3, 4], next: 0) == nil)
        #expect(RecentMean(capacity: 3, numbers: [1, 2, 3], next: 3) == nil)
        #expect(RecentMean(capacity: 3, numbers: [1], next: 1) == nil)
    }
}
