import LacunaCore

/// Removes bright pixels within a disc of images (MNAR): inside it, pixels above a threshold go.
///
/// Rows are images, pixel by pixel and line by line in the order of the columns. A pixel lies within the disc where its
/// middle does. There is no randomness.
public struct DiscMask: MaskGenerator {
    public static let name = "disc"
    public static let summary = "pixels above a threshold removed within a disc of images (MNAR)"

    public static let keyDescriptions = [
        KeyDescription(
            "centre", "centre of the disc from the left and from the top, in widths and heights of the image"),
        KeyDescription("radius", "radius of the disc, in shorter sides of the image", .above(0)),
        KeyDescription(
            "threshold",
            "value above which pixels go, in units of the file; null for halfway between the table's least and greatest"
        ),
        KeyDescription("width", "pixels a line; null for square images", .atLeast(1)),
    ]

    /// The centre of the disc from the left and from the top, in widths and heights of the image.
    public var centre = [0.5, 0.5]
    /// The radius of the disc, in shorter sides of the image.
    public var radius = 0.35
    /// Above which value pixels go, in units of the file; null for halfway between the table's least and greatest.
    public var threshold: Double?
    /// Pixels a line; null for square images.
    public var width: Int?

    public var isRandom: Bool { false }

    public init() {}

    /// A disc, and what is removed within it.
    public init(centre: [Double] = [0.5, 0.5], radius: Double = 0.35, threshold: Double? = nil, width: Int? = nil) {
        self.centre = centre
        self.radius = radius
        self.threshold = threshold
        self.width = width
    }

    public func problems() -> [ConfigurationProblem] { MaskProblems.place("centre", centre) }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let image = try ImageShape(table, width: width, mask: Self.name)
        let within = columns(of: image)
        let categorical = image.columns.filter { table.columns[$0].kind == .categorical }
        if let first = categorical.first {
            let more = categorical.count > 1 ? " (and \(categorical.count - 1) more)" : ""
            throw LacunaError(
                .data,
                "the mask \"\(Self.name)\": the column \"\(table.columns[first].name)\"\(more) is categorical, and no "
                    + "pixel; declare it continuous, or ignore it")
        }
        let threshold = threshold ?? Self.halfway(table)
        var kept = table.observed
        for row in 0..<table.rowCount {
            for column in within where table.isObserved(row: row, column: column) {
                // Values come rounded to Float, and so does what is equal to the threshold.
                let excess = table.original(row: row, column: column) - threshold
                if excess > 1e-6 * abs(table.columns[column].scale) { kept[row * table.columns.count + column] = false }
            }
        }
        return kept
    }

    /// The columns of the pixels within the disc.
    private func columns(of image: ImageShape) -> [Int] {
        guard let across = centre.first, let down = centre.last else { return [] }
        let reach = radius * Double(min(image.width, image.height))
        return image.columns.indices.filter { pixel in
            let x = Double(pixel % image.width) + 0.5 - across * Double(image.width)
            let y = Double(pixel / image.width) + 0.5 - down * Double(image.height)
            return x * x + y * y <= reach * reach
        }.map { image.columns[$0] }
    }

    /// Halfway between the least and the greatest value of a table, in units of the file.
    private static func halfway(_ table: MaskableTable) -> Double {
        var least = Double.infinity, greatest = -Double.infinity
        for row in 0..<table.rowCount {
            for column in table.columns.indices where table.isObserved(row: row, column: column) {
                let value = table.original(row: row, column: column)
                least = min(least, value)
                greatest = max(greatest, value)
            }
        }
        return least / 2 + greatest / 2
    }
}
