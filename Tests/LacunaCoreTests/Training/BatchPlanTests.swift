import Testing

@testable import LacunaCore

/// Chunks cover a batch once and in order, whatever its size.
@Suite struct BatchPlanTests {
    @Test func chunksCoverTheBatch() {
        var wrong: [String] = []
        for rowCount in [1, 2, 7, 8, 9, 31, 64, 100, 257, 4096] {
            for samples in [1, 20, 1000] {
                let plan = BatchPlan(rowCount: rowCount, samplesPerRow: samples)
                let rows = plan.chunks.flatMap { Array($0) }
                let sizes = plan.chunks.map(\.count)
                let isEven = (sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1
                let isPowerOfTwo = plan.chunks.count & (plan.chunks.count - 1) == 0
                if rows != Array(0..<rowCount) || !isEven || !isPowerOfTwo || plan.chunks.count > 32
                    || plan.sizes.count > 2 || sizes.contains(0)
                {
                    wrong.append("\(rowCount) rows of \(samples): \(sizes)")
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func smallBatchesStayWhole() {
        #expect(BatchPlan(rowCount: 7, samplesPerRow: 1000).chunks == [0..<7])
        #expect(BatchPlan(rowCount: 8, samplesPerRow: 1).chunks.count == 4)
    }
}
