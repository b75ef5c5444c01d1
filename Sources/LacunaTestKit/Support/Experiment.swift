import LacunaCore

/// An expression of a part under test with numbers for its inputs: recorded anew for any rows and either precision.
struct Experiment {
    /// Something the host writes: samples × features for each row.
    struct Input {
        var name: String
        var samples = 1
        var features: Int
        /// The numbers of each row.
        var rows: [[Double]]
        /// Whether the expression is differentiated with respect to it.
        var hasGradient = true
    }

    /// Something the part computes, with the extents that its contract promises for each row.
    struct Output {
        var name: String
        var tensor: Tensor
        var samples = 1
        var features = 1
    }

    var rowCount: Int
    var inputs: [Input]
    /// Moves the parameters of the part away from where they start, so that zeros hide nothing.
    var perturbsParameters = true
    /// Records the part; the number of rows is that of the recording, which may hold some of the rows only.
    var record: (_ tape: Tape, _ inputs: [Tensor], _ rowCount: Int) throws -> [Output]

    init(
        rowCount: Int, inputs: [Input], perturbsParameters: Bool = true,
        record: @escaping (_ tape: Tape, _ inputs: [Tensor], _ rowCount: Int) throws -> [Output]
    ) {
        self.rowCount = rowCount
        self.inputs = inputs
        self.perturbsParameters = perturbsParameters
        self.record = record
    }

    /// The address of a row: what its noise depends on in place of its position.
    static func address(ofRow row: Int) -> UInt64 { 1000 + 17 * UInt64(row) }

    /// The same experiment with other numbers for one input.
    func with(_ rows: [[Double]], for index: Int) -> Experiment {
        var copy = self
        copy.inputs[index].rows = rows
        return copy
    }
}

/// Numbers for inputs: a fixed stream for each seed.
func testNumbers(_ count: Int, seed: UInt64, low: Double = -1.5, high: Double = 1.5) -> [Double] {
    var stream = RandomStream(seed: seed)
    return (0..<count).map { _ in low + (high - low) * stream.uniform() }
}

/// Numbers for each of some rows.
func testRows(_ rows: Int, _ count: Int, seed: UInt64, low: Double = -1.5, high: Double = 1.5) -> [[Double]] {
    (0..<rows).map { testNumbers(count, seed: seed &* 1009 &+ UInt64($0), low: low, high: high) }
}
