import LacunaTensors

/// Simulates missingness on a complete table.
public protocol MaskGenerator: Component {
    /// The key that the short form `name:value` sets, or `nil` where there is no short form.
    static var shortFormKey: String? { get }

    /// Which cells stay, row-major: `true` where a cell stays observed.
    ///
    /// - Parameters:
    ///   - table: Its extents, names and which cells are there to begin with; those that are not stay missing.
    ///   - stream: Where randomness comes from.
    /// - Throws: `LacunaError` where the mask cannot be made for this table.
    func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool]
}

extension MaskGenerator {
    /// None.
    public static var shortFormKey: String? { nil }
}

/// What a mask generator is told of a table.
public struct MaskableTable: Sendable {
    /// Which of several repeats this is, from 1.
    public var repeatNumber: Int
    /// The names of the columns that may lose cells.
    public var columnNames: [String]
    /// Number of rows.
    public var rowCount: Int
    /// Whether each cell is there, row-major over those columns.
    public var observed: [Bool]
    /// The encoded values where columns are continuous (standardised) or binary (0 or 1), else the category's index.
    public var values: [Double]

    /// A table's extents and contents.
    public init(repeatNumber: Int = 1, columnNames: [String], rowCount: Int, observed: [Bool], values: [Double]) {
        self.repeatNumber = repeatNumber
        self.columnNames = columnNames
        self.rowCount = rowCount
        self.observed = observed
        self.values = values
    }
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
