import LacunaCore

/// On which side of its limit an instrument cannot measure.
public enum LimitSide: String, ConfigurationOption {
    /// Values below the limit are recorded as the limit.
    case below
    /// Values above the limit are recorded as the limit.
    case above

    /// 1 where values below the limit are not told apart, −1 for those above it.
    var sign: Double { self == .below ? 1 : -1 }
}
