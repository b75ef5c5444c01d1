extension Dataset {
    /// The same rows with some cells removed.
    ///
    /// - Parameter kept: Whether each cell stays, rows × columns of the layout; cells that were missing stay so.
    public func masked(keeping kept: [Bool]) -> Dataset {
        let entries = layout.entries
        precondition(
            kept.count == rowCount * entries.count, "one flag for each of \(rowCount) × \(entries.count) cells")
        var observed = observed
        for row in 0..<rowCount {
            for (column, entry) in entries.enumerated() where !kept[row * entries.count + column] {
                let start = row * layout.featureCount + entry.offset
                for place in start..<start + entry.width { observed[place] = 0 }
            }
        }
        return Dataset(layout: layout, rowCount: rowCount, values: values, observed: observed)
    }
}
