import LacunaCore

/// Removes exactly ⌊rate N⌋ of the N cells that are there, each set of them with the same probability (MCAR).
///
/// Cells that were missing to begin with are not counted and not drawn. Cells are drawn by the numbers of their rows: the
/// same rows in another order lose other cells.
public struct CompletelyAtRandomMask: MaskGenerator {
    public static let name = "mcar"
    public static let summary = "cells removed completely at random: exactly the given share of those that are there"
    public static let references = [Reference.inferenceAndMissingData]

    public static let keyDescriptions = [
        KeyDescription(
            "rate", "share of the cells that are there which go, rounded down to whole cells", MaskProblems.shares)
    ]

    /// The share of the cells that are there which go, rounded down to whole cells.
    public var rate = 0.5

    public static var shortFormKey: String? { "rate" }

    public init() {}

    /// A mask that removes a share of the cells.
    public init(rate: Double = 0.5) { self.rate = rate }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        var kept = table.observed
        var places = kept.indices.filter { kept[$0] }
        var stream = stream
        stream.shuffle(&places)
        // A rate such as 0.29 lies a little below itself in binary, and 0.29 · 100 below 29.
        let count = Int(rate * Double(places.count) * (1 + 1e-12))
        for place in places.prefix(count) { kept[place] = false }
        return kept
    }
}
