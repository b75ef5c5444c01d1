/// How fits in which a column is missing more often in the other direction compare with the one that was kept.
public struct OppositeFit: Codable, Sendable, Equatable {
    /// The best of them beside the one that was kept.
    public var comparison: FitComparison
    /// Which fits they are, by their places among all of them, from 0. Columns with the same ones turn together, and no fit
    /// says which of them makes the difference.
    public var fits: [Int]
}
