import LacunaCore

/// The clusters of rows as lines of a table: the probability of each, and the most probable one, counted from 1.
struct ResponsibilityText: Sendable {
    private let responsibilities: ClusterResponsibilities
    private let delimiter: String

    /// - Parameter options: How the table of the rows is read; its delimiter separates the cells here too.
    init(_ responsibilities: ClusterResponsibilities, options: CSVOptions) {
        self.responsibilities = responsibilities
        delimiter = options.delimiter.map { $0 == "tab" ? "\t" : $0 } ?? ","
    }

    /// `cluster1,cluster2,mostProbable`.
    var header: String {
        line((1...max(responsibilities.clusterCount, 1)).map { "cluster\($0)" } + ["mostProbable"])
    }

    /// The line of a row, numbers to the digits of `Float`.
    func line(ofRow row: Int) -> String {
        line(
            responsibilities[row].map { "\(Float($0))" }
                + ["\(responsibilities.mostProbableCluster(ofRow: row) + 1)"])
    }

    private func line(_ cells: [String]) -> String { cells.joined(separator: delimiter) + "\n" }
}
