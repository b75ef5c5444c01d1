import LacunaCore

/// The mean or the most frequent category of each column.
public struct ColumnMeanMethod: Method {
    public static let name = "columnMean"
    public static let aliases = ["mean"]
    public static let summary = "the mean, or most frequent category, of each column"
    public static let preset = """
        { imputer: "columnMean" }
        """

    public init() {}
}
