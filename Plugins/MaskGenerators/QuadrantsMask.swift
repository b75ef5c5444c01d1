import LacunaCore

/// Removes quadrants of images: of the four quadrants of each row, some that are drawn at random.
///
/// Rows are images, pixel by pixel and line by line in the order of the columns. Where a side is odd, its middle belongs to
/// the second half. Quadrants are drawn by the numbers of the rows: the same rows in another order lose others.
public struct QuadrantsMask: MaskGenerator {
    public static let name = "quadrants"
    public static let summary = "random quadrants of images removed, the same number from each row"
    public static let references = [Reference.mixtureFamilies]

    public static let keyDescriptions = [
        KeyDescription("count", "quadrants of each image that go", .between(1, 3)),
        KeyDescription("width", "pixels a line; null for square images", .atLeast(1)),
    ]

    /// How many quadrants of each image go.
    public var count = 2
    /// Pixels a line; null for square images.
    public var width: Int?

    public init() {}

    /// A mask that removes a number of quadrants.
    public init(count: Int = 2, width: Int? = nil) {
        self.count = count
        self.width = width
    }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let image = try ImageShape(table, width: width, mask: Self.name)
        guard image.width > 1, image.height > 1 else {
            throw LacunaError(
                .data,
                "the mask \"\(Self.name)\": an image of \(image.height) by \(image.width) pixels has no quadrants; give "
                    + "another width")
        }
        let quadrants = image.columns.indices.map { pixel in
            (pixel / image.width < image.height / 2 ? 0 : 2) + (pixel % image.width < image.width / 2 ? 0 : 1)
        }
        var kept = table.observed
        for row in 0..<table.rowCount {
            var stream = stream.child(row)
            var order = [0, 1, 2, 3]
            stream.shuffle(&order)
            let removed = order.prefix(count)
            for (pixel, column) in image.columns.enumerated() where removed.contains(quadrants[pixel]) {
                kept[row * table.columns.count + column] = false
            }
        }
        return kept
    }
}
