/// How near imputed cells come to the truth.
public enum Metrics {
    /// The mean squared error over cells; `nil` without cells.
    public static func meanSquaredError(_ pairs: [(imputed: Double, truth: Double)]) -> Double? {
        guard !pairs.isEmpty else { return nil }
        return pairs.reduce(0) { $0 + ($1.imputed - $1.truth) * ($1.imputed - $1.truth) } / Double(pairs.count)
    }

    /// The share of cells whose category is right; `nil` without cells.
    public static func accuracy(_ hits: [Bool]) -> Double? {
        hits.isEmpty ? nil : Double(hits.count { $0 }) / Double(hits.count)
    }
}

/// Numbers of several repeats with their mean and spread.
public struct RepeatedFigure: Codable, Sendable, Equatable {
    /// One number a repeat.
    public var values: [Double]

    /// A figure from its repeats.
    public init(_ values: [Double]) { self.values = values }

    /// The mean.
    public var mean: Double { values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count) }

    /// The standard deviation between repeats (divisor n − 1), 0 for a single one.
    public var standardDeviation: Double {
        guard values.count > 1 else { return 0 }
        let mean = mean
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }
    /// The standard error of the mean, for repeats that are independent; `nil` for a single one.
    public var standardError: Double? {
        values.count > 1 ? standardDeviation / Double(values.count).squareRoot() : nil
    }
}
