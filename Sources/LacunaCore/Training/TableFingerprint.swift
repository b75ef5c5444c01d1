/// What tells the rows of a dataset from others: their number, and a checksum of all that a model sees of them.
struct TableFingerprint: Sendable, Equatable {
    /// The number of rows.
    var rowCount: Int
    /// The checksum of values and flags, as `SafetensorsFile.checksum` gives it.
    var checksum: String

    /// A fingerprint that was stored.
    init(rowCount: Int, checksum: String) {
        self.rowCount = rowCount
        self.checksum = checksum
    }

    /// The fingerprint of rows.
    init(_ dataset: Dataset) {
        rowCount = dataset.rowCount
        checksum = SafetensorsFile.checksum(dataset.values.withUnsafeBytes { Array($0) } + dataset.observed)
    }
}
