import LacunaTensors

/// Simulates missingness on a complete table.
public protocol MaskGenerator: Component {
    /// The key that the short form `name:value` sets, or `nil` where there is no short form.
    static var shortFormKey: String? { get }

    /// Whether the mask hangs on the random stream; where it does not, all repeats have the same.
    var isRandom: Bool { get }

    /// Which cells stay, row-major: `true` where a cell stays observed.
    ///
    /// - Parameters:
    ///   - table: Its columns, values and which cells are there to begin with; those that are not stay missing, and what
    ///     stands in them must change nothing.
    ///   - stream: Where randomness comes from.
    /// - Throws: `LacunaError` where the mask cannot be made for this table.
    func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool]
}

extension MaskGenerator {
    /// None.
    public static var shortFormKey: String? { nil }

    /// It does.
    public var isRandom: Bool { true }
}

/// The family of mask generators.
public enum MaskGenerators: ComponentFamily {
    /// A member of the family.
    public typealias Member = any MaskGenerator
    /// The key of the family.
    public static let name = "maskGenerator"
    /// The heading of the family.
    public static let title = "Mask generators"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any MaskGenerator)? { component as? any MaskGenerator }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any MaskGenerator.Type }
}
