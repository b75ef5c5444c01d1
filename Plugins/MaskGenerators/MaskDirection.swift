import LacunaCore

/// On which side of a threshold cells go.
public enum MaskDirection: String, ConfigurationOption {
    /// Large values go.
    case above
    /// Small values go.
    case below

    /// What a value is multiplied by so that large products go.
    var sign: Double { self == .above ? 1 : -1 }
}
