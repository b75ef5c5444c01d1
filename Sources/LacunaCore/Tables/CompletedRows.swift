/// Turns imputed features back into rows of numbers.
///
/// Observed numbers come back bit for bit as they were given, and imputed ones that are an atom of the model as that atom. Missing cells of ignored columns stay missing, as NaN, and those
/// of a column without any observed value in training become 0.
public struct CompletedRows: Sendable {
    private let cells: CompletedCells

    /// Rows in the terms of a schema.
    ///
    /// - Parameters:
    ///   - schema: What the columns are.
    ///   - layout: Which feature is what.
    ///   - atoms: The numbers that come back exactly, those of the model.
    /// - Throws: `LacunaError` of kind `data` that names the columns whose values are texts.
    public init(schema: Schema, layout: FeatureLayout, atoms: Atoms) throws(LacunaError) {
        var problems = ProblemList()
        for column in schema.columns where column.kind == .binary || column.kind == .categorical {
            guard let text = column.categories.first(where: { NumberText.value(of: $0) == nil }) else { continue }
            problems.add(
                "column \(Excerpt.quoted(column.name)) holds texts, such as \(Excerpt.quoted(text)), which rows of numbers "
                    + "cannot; pass a Table in place of an array")
        }
        try problems.throwIfAny()
        cells = CompletedCells(schema: schema, layout: layout, atoms: atoms)
    }

    /// Rows with their missing cells filled.
    ///
    /// - Parameters:
    ///   - rows: The rows as they were given, in the columns of the schema.
    ///   - values: Rows × features, completed.
    /// - Precondition: `values` has as many rows, of the layout's width.
    public func completing(_ rows: [[Double?]], by values: [Float]) -> [[Double]] {
        let layout = cells.layout, columns = cells.schema.columns
        let width = layout.featureCount
        precondition(values.count == rows.count * width, "\(values.count) values for \(rows.count) rows of \(width)")
        let blank = columns.map { column in column.filler.flatMap { NumberText.value(of: $0) } ?? .nan }
        return values.withUnsafeBufferPointer { values in
            rows.enumerated().map { index, row in
                var numbers = blank
                let features = UnsafeBufferPointer(rebasing: values[index * width..<(index + 1) * width])
                for entry in layout.entries { numbers[entry.columnIndex] = number(features, entry) }
                for (column, given) in row.enumerated() {
                    if let given, !given.isNaN { numbers[column] = given }
                }
                return numbers
            }
        }
    }

    private func number(_ features: UnsafeBufferPointer<Float>, _ entry: FeatureEntry) -> Double {
        guard entry.kind == .continuous else {
            return NumberText.value(of: cells.cellText(forFeatures: features, entry: entry)) ?? .nan
        }
        return cells.number(forFeatures: features, entry: entry).value
    }
}
