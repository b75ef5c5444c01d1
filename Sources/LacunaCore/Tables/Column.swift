import LacunaTensors

/// What is known of a column: its kind, and what the training data say about its values.
public struct Column: Codable, Sendable, Equatable {
    /// The name in the header.
    public var name: String
    /// What the values are.
    public var kind: ColumnKind
    /// The values of a binary or categorical column as texts, in numeric order where all are numbers and otherwise in
    /// the order of their Unicode scalars. A binary column has two, or one where it is constant.
    public var categories: [String]
    /// The mean of the observed numbers; 0 for other kinds than continuous.
    public var mean: Double
    /// The standard deviation of the observed numbers (divisor n); 1 for a constant column and for other kinds.
    public var standardDeviation: Double
    /// The smallest observed number; 0 for other kinds than continuous.
    public var minimum: Double
    /// The largest observed number; 0 for other kinds than continuous.
    public var maximum: Double
    /// How many cells were observed.
    public var observedCount: Int
    /// How many cells were missing.
    public var missingCount: Int
    /// The largest number of digits after the decimal point among the observed numbers.
    public var fractionDigits: Int
    /// Whether all observed cells hold the same value.
    public var isConstant: Bool
    /// Whether no cell was observed.
    public var isAllMissing: Bool

    /// A column of which nothing is known but its kind, as a start for building one.
    public init(
        name: String, kind: ColumnKind, categories: [String] = [], mean: Double = 0, standardDeviation: Double = 1,
        minimum: Double = 0, maximum: Double = 0, observedCount: Int = 0, missingCount: Int = 0,
        fractionDigits: Int = 0, isConstant: Bool = false, isAllMissing: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.categories = categories
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.minimum = minimum
        self.maximum = maximum
        self.observedCount = observedCount
        self.missingCount = missingCount
        self.fractionDigits = fractionDigits
        self.isConstant = isConstant
        self.isAllMissing = isAllMissing
    }

    /// Whether a model describes the column: it is neither ignored nor without any observed value.
    public var isModelled: Bool { kind != .ignore && !isAllMissing }

    /// The text for missing cells of a column without any observed value: nothing can be learned about it, but no cell
    /// may stay missing. `nil` for all other columns.
    public var filler: String? { isAllMissing && kind != .ignore ? "0" : nil }

    /// What is added to a log-density in standardised units to have it in units of the file, in nats an observed cell:
    /// −log of the standard deviation for continuous columns, and 0 for others, whose values have probabilities.
    public var logUnitChange: Double { kind == .continuous ? -Double.log(standardDeviation) : 0 }

    /// A number in units of the column's standard deviation from its mean; finite, and at most 10⁹ in size.
    public func standardised(_ value: Double) -> Double {
        ColumnUnits(centre: mean, scale: standardDeviation).standardised(value)
    }

    /// How its encoded numbers relate to those of the file.
    public var units: ColumnUnits {
        kind == .continuous ? ColumnUnits(centre: mean, scale: standardDeviation) : .identity
    }

    /// The number that lies this many standard deviations from the mean; the nearest finite number, and the mean for
    /// NaN.
    public func original(_ standardised: Double) -> Double {
        if standardised.isNaN { return mean }
        let value = standardised * standardDeviation + mean
        if value.isFinite { return value }
        return standardised < 0 ? -Double.greatestFiniteMagnitude : Double.greatestFiniteMagnitude
    }
}
