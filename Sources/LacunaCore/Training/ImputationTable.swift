import LacunaTensors

/// Imputations of every row, kept while a model is trained: only the features that are missing are stored.
///
/// Rows are read and written by one thread at a time each; different rows by different threads.
public final class ImputationTable: @unchecked Sendable {  // every row's cells are touched by one thread at a time
    /// Imputations a row.
    public let count: Int
    private let dataset: Dataset
    /// Where the cells of each row begin, and in the end of all.
    private let starts: [Int]
    private let cells: UnsafeMutableBufferPointer<Float>

    /// Bytes that a table takes, before it is made.
    public static func byteCount(of dataset: Dataset, count: Int) -> Int {
        let missing = dataset.observed.count { $0 == 0 }
        let (bytes, overflow) = (missing * MemoryLayout<Float>.size).multipliedReportingOverflow(by: count)
        return overflow ? .max : bytes
    }

    /// Checks that a table has room beside everything else.
    ///
    /// - Parameters:
    ///   - dataset: The rows.
    ///   - count: Imputations a row.
    ///   - available: Bytes of memory there are.
    /// - Throws: `LacunaError` of the kind `configuration` where it would take more than half of them.
    static func check(
        _ dataset: Dataset, count: Int, available: Int = MachineMemory.byteCount
    ) throws(LacunaError) {
        let most = available / 2 / max(byteCount(of: dataset, count: 1), 1)
        try MachineMemory.check(
            byteCount(of: dataset, count: count),
            for: "bound.imputationCount: \(count) imputations of \(dataset.rowCount) rows",
            advice: most > 0 ? "choose at most \(most)" : "train on fewer rows", available: available)
    }

    /// Imputations drawn from the observed values of each column, which all have at least one.
    ///
    /// - Parameters:
    ///   - dataset: The rows.
    ///   - count: Imputations a row.
    ///   - stream: Where randomness comes from; each row has a child of its own.
    init(_ dataset: Dataset, count: Int, stream: RandomStream) {
        self.dataset = dataset
        self.count = count
        let width = dataset.layout.featureCount
        var starts = [0]
        starts.reserveCapacity(dataset.rowCount + 1)
        for row in 0..<dataset.rowCount {
            let missing = dataset.observed[row * width..<(row + 1) * width].count { $0 == 0 }
            starts.append((starts.last ?? 0) + missing * count)
        }
        self.starts = starts
        cells = .allocate(capacity: max(starts.last ?? 0, 1))
        cells.initialize(repeating: 0)
        fillFromColumns(stream)
    }

    deinit { cells.deallocate() }

    /// The features of each column, and the rows in which it is observed.
    private func fillFromColumns(_ stream: RandomStream) {
        let width = dataset.layout.featureCount
        let columns = dataset.layout.entries.map { entry in
            (
                features: entry.features,
                donors: (0..<dataset.rowCount).filter { dataset.observed[$0 * width + entry.features.lowerBound] == 1 }
            )
        }
        for row in 0..<dataset.rowCount {
            var place = starts[row]
            guard starts[row + 1] > place else { continue }
            var random = stream.child(row)
            for _ in 0..<count {
                for (features, donors) in columns where dataset.observed[row * width + features.lowerBound] == 0 {
                    let donor = donors.isEmpty ? nil : donors[random.integer(below: donors.count)]
                    for feature in features {
                        cells[place] = donor.map { dataset.values[$0 * width + feature] } ?? 0
                        place += 1
                    }
                }
            }
        }
    }

    /// The memory that it takes, for sentences, such as `3.2 MB`.
    public var size: String { ByteText.text(Self.byteCount(of: dataset, count: count)) }

    /// Whether a row has missing cells, so that there is something to impute.
    func hasMissing(row: Int) -> Bool { starts[row + 1] > starts[row] }

    /// Writes the complete rows of all imputations of a row, imputations × features.
    func read(row: Int, into target: UnsafeMutablePointer<Float>) {
        let width = dataset.layout.featureCount
        var place = starts[row]
        for imputation in 0..<count {
            for feature in 0..<width {
                let index = row * width + feature
                if dataset.observed[index] == 1 {
                    target[imputation * width + feature] = dataset.values[index]
                } else {
                    target[imputation * width + feature] = cells[place]
                    place += 1
                }
            }
        }
    }

    /// Takes the missing features of a complete row as one of the imputations of a row.
    func write(_ completed: [Float], row: Int, imputation: Int) {
        let width = dataset.layout.featureCount
        let missing = (starts[row + 1] - starts[row]) / count
        var place = starts[row] + imputation * missing
        for feature in 0..<width where dataset.observed[row * width + feature] == 0 {
            cells[place] = completed[feature]
            place += 1
        }
    }

    /// How many cells are stored.
    var cellCount: Int { starts.last ?? 0 }

    /// All stored cells: of each row its imputations one after the other, of each the missing features.
    public var contents: [Float] { Array(cells.prefix(starts.last ?? 0)) }

    /// Takes over stored cells.
    ///
    /// - Returns: Whether there are as many as the table has; nothing is changed otherwise.
    func restore(_ contents: [Float]) -> Bool {
        guard contents.count == starts.last else { return false }
        for (index, number) in contents.enumerated() { cells[index] = number }
        return true
    }
}
