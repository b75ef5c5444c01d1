/// How a batch is cut into chunks: a function of the batch and of the model alone, never of the number of threads.
struct BatchPlan: Sendable, Equatable {
    /// The rows of each chunk, consecutive places in the batch.
    let chunks: [Range<Int>]

    /// Cuts a batch so that a chunk decodes a few hundred samples (its activations then stay near the processor), in a
    /// power of two of nearly equal chunks, so that two, four, … threads have equal shares.
    init(rowCount: Int, samplesPerRow: Int) {
        let wanted = rowCount * max(samplesPerRow, 1) / 256
        var count = 1
        while count < 32, count * 2 <= rowCount, count < 4 || count * 2 <= wanted { count *= 2 }
        if rowCount < 8 { count = 1 }
        chunks = (0..<count).map { rowCount * $0 / count..<rowCount * ($0 + 1) / count }
    }

    /// The different numbers of rows that chunks have.
    var sizes: [Int] { Array(Set(chunks.map(\.count))).sorted() }
}
