/// What the values of a column are.
public enum ColumnKind: String, Codable, Sendable, CaseIterable {
    /// Numbers on a scale.
    case continuous
    /// One of two values.
    case binary
    /// One of several values without an order.
    case categorical
    /// Nothing to model: the column is carried through as it is, its missing cells included.
    case ignore
}
