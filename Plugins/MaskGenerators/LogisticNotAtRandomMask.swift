import LacunaCore

/// Removes cells not at random (MNAR): some columns determine, by a logistic model with random coefficients, which cells
/// of the others go, and lose cells themselves, completely at random.
///
/// Of p columns ⌊determiningShare · p⌋, at least one, are drawn to determine. The protocol is that of Muzellec and others
/// 2020 ("MNAR logistic"). A constant column is not drawn, since it determines nothing. From the other columns the same cells
/// go as by `mar` with the same seed. Cells are drawn by the numbers of their rows: the same rows in another order lose other
/// cells.
public struct LogisticNotAtRandomMask: MaskGenerator {
    public static let name = "logisticMNAR"
    public static let summary = "cells removed by a logistic model of columns that lose cells themselves (MNAR)"
    public static let references = [Reference.optimalTransportImputation]

    public static let keyDescriptions = [
        KeyDescription("rate", "expected share of the cells of each column that go", MaskProblems.shares),
        KeyDescription(
            "determiningShare", "share of the columns that determine what goes from the others", MaskProblems.shares),
    ]

    /// The expected share of the cells of each column that go.
    public var rate = 0.5
    /// The share of the columns that determine what goes from the others.
    public var determiningShare = 0.3

    public static var shortFormKey: String? { "rate" }

    public init() {}

    /// A mask that removes a share of the cells of every column.
    public init(rate: Double = 0.5, determiningShare: Double = 0.3) {
        self.rate = rate
        self.determiningShare = determiningShare
    }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let determination = try LogisticDetermination(table, share: determiningShare, mask: Self.name, using: stream)
        var kept = table.observed
        determination.removeOthers(from: &kept, rate: rate)
        determination.removeDetermining(from: &kept, rate: rate)
        return kept
    }
}
