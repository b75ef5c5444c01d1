import LacunaCore

/// The columns of a table as the pixels of images, line by line, in the order of the table.
struct ImageShape {
    /// Pixels a line.
    let width: Int
    /// Lines.
    let height: Int
    /// The index of each pixel's column.
    let columns: [Int]

    /// The image of a table's columns.
    ///
    /// - Parameters:
    ///   - width: Pixels a line; where it is `nil`, the image is a square.
    ///   - mask: The name of the mask, for sentences.
    init(_ table: MaskableTable, width: Int?, mask: String) throws(LacunaError) {
        columns = table.columnsInOrder
        let count = columns.count
        if let width {
            guard width > 0, count > 0, count % width == 0 else {
                throw LacunaError(
                    .data,
                    "the mask \"\(mask)\": \(Self.pixels(count)) are no lines of \(width); give a width that divides "
                        + "their number")
            }
            self.width = width
        } else {
            let side = Int(Double(count).squareRoot().rounded())
            guard count > 0, side * side == count else {
                throw LacunaError(
                    .data,
                    "the mask \"\(mask)\": \(Self.pixels(count)) are no square image; give the pixels of a line by width"
                )
            }
            self.width = side
        }
        height = count / self.width
    }

    private static func pixels(_ count: Int) -> String {
        "the \(count) columns (without those that are ignored or always missing)"
    }
}
