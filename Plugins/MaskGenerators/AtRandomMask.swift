import LacunaCore

/// Removes cells at random in Rubin's sense (MAR): some columns stay complete and determine, by a logistic model with
/// random coefficients, which cells of the others go.
///
/// Of p columns ⌊observedShare · p⌋, at least one, are drawn to stay complete. The protocol is that of Muzellec and others
/// 2020. Cells of those columns that are missing to begin with add what is average, and a constant column is not drawn, since
/// it determines nothing. Cells are drawn by the numbers of their rows: the same rows in another order lose other cells.
public struct AtRandomMask: MaskGenerator {
    public static let name = "mar"
    public static let summary = "cells removed at random (MAR): by a logistic model of columns that stay complete"
    public static let references = [Reference.optimalTransportImputation, .inferenceAndMissingData]

    public static let keyDescriptions = [
        KeyDescription("rate", "expected share of the cells of each other column that go", MaskProblems.shares),
        KeyDescription("observedShare", "share of the columns that stay complete", MaskProblems.shares),
    ]

    /// The expected share of the cells of each other column that go.
    public var rate = 0.5
    /// The share of the columns that stay complete.
    public var observedShare = 0.3

    public static var shortFormKey: String? { "rate" }

    public init() {}

    /// A mask that removes a share of the cells of other columns than those that stay complete.
    public init(rate: Double = 0.5, observedShare: Double = 0.3) {
        self.rate = rate
        self.observedShare = observedShare
    }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let determination = try LogisticDetermination(table, share: observedShare, mask: Self.name, using: stream)
        var kept = table.observed
        determination.removeOthers(from: &kept, rate: rate)
        return kept
    }
}
