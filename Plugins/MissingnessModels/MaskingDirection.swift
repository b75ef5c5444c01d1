import LacunaCore

/// Where, along the values of a column, cells are missing more often.
public enum MaskingDirection: String, ConfigurationOption {
    /// The larger the value, the more often it is missing.
    case above
    /// The smaller the value, the more often it is missing.
    case below
    /// Nothing is said: the column's pattern is not explained.
    case unexplained = "none"

    /// The sign of the slope W: 1 for `above`, −1 for `below`, 0 for none.
    var sign: Double {
        switch self {
        case .above: 1
        case .below: -1
        case .unexplained: 0
        }
    }
}
