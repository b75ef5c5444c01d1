import LacunaTensors

/// How probable it is that cells of a column are missing, given their values, as a fitted model has it.
///
/// The log-odds of being missing are Σ slope · x + offset, with x in the encoding of the dataset: standardised units, 0 or 1,
/// or one-hot categories. It is the model's curve: where the model is wrong, so is the curve.
public struct MissingnessCurve: Codable, Sendable, Equatable {
    /// A value and the probability that a cell with it is missing.
    public struct Point: Codable, Sendable, Equatable {
        /// The value in standardised units; 0 or 1 of a binary column; the place of a category, from 0.
        public var value: Double
        /// P(missing | value).
        public var probability: Double
    }

    /// The column.
    public var column: String
    /// What it holds.
    public var kind: ColumnKind
    /// Of each feature.
    public var slopes: [Double]
    /// The log-odds of being missing where all features are 0.
    public var offset: Double
    /// At the 5 %, 50 % and 95 % quantiles of the column's observed cells (at their only value, where they are all the same),
    /// at both values of a binary column, or at every category.
    public var points: [Point]
    /// Whether the model leaves it to the data if cells are missing more often when above or when below.
    public var isDirectionFree: Bool
    /// The share of the column's cells that are missing, where it is known.
    public var missingShare: Double?
    /// The fits in which the column is missing more often in the other direction, where there are several fits.
    public var opposite: OppositeFit?

    /// Of a rise below this, no direction is told.
    public static let leastRise = 0.05

    /// The curve of a column with its points.
    init(
        _ entry: FeatureEntry, slopes: [Double], offset: Double, values: [Double], isDirectionFree: Bool,
        missingShare: Double? = nil
    ) {
        column = entry.name
        kind = entry.kind
        self.slopes = slopes
        self.offset = offset
        self.isDirectionFree = isDirectionFree
        self.missingShare = missingShare
        points = []
        points = values.map { Point(value: $0, probability: probability(at: $0)) }
    }

    /// P(missing | value), the value as that of a point.
    public func probability(at value: Double) -> Double {
        var logOdds = offset
        if kind == .categorical {
            let index = Int(value)
            logOdds += slopes.indices.contains(index) ? slopes[index] : 0
        } else {
            logOdds += (slopes.first ?? 0) * value
        }
        return logOdds >= 0 ? 1 / (1 + .exp(-logOdds)) : .exp(logOdds) / (1 + .exp(logOdds))
    }

    /// The value at which half of the cells are missing, in the unit of the points; `nil` for categories, and where there is
    /// no such value.
    public var threshold: Double? {
        guard kind != .categorical, let slope = slopes.first, slope != 0 else { return nil }
        let value = -offset / slope
        return value.isFinite ? value : nil
    }

    /// How much more probably a cell is missing at the 95 % quantile of the observed ones than at the 5 % quantile, or with the
    /// second value of a binary column than with the first; 0 for categories, which have no order, and for a single value.
    ///
    /// A steep curve hides all cells beyond a value, and is flat where cells are observed. Where it explains the share of
    /// missing cells only beyond both quantiles, yet within three standard deviations of the mean, the share takes the place
    /// of the higher probability.
    public var rise: Double {
        guard kind == .continuous || kind == .binary, points.count > 1, let low = points.first?.probability,
            let high = points.last?.probability
        else { return 0 }
        let rise = high - low
        guard kind == .continuous, let missingShare, let slope = slopes.first, abs(rise) < Self.leastRise,
            max(low, high) < missingShare - Self.leastRise, probability(at: slope > 0 ? 3 : -3) > missingShare
        else { return rise }
        return slope > 0 ? missingShare - low : high - missingShare
    }

    /// Whether cells are missing more often when above (1) or when below (-1); 0 where neither can be said.
    public var direction: Int { abs(rise) < Self.leastRise ? 0 : rise > 0 ? 1 : -1 }
}

extension MissingnessCurve {
    /// The curves of all explained columns with missing cells.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - store: Its fitted parameters.
    ///   - dataset: The rows that it was fitted to.
    /// - Returns: One curve a column in the order of the features; `nil` where the missingness model has none.
    /// - Throws: `TapeError` where parts do not fit together.
    public static func curves(
        of model: ComposedModel, _ store: ParameterStore, in dataset: Dataset
    ) throws -> [MissingnessCurve]? {
        guard !model.missingness.isIgnorable else { return nil }
        let columns = model.layout.entries
        let tape = Tape(store: store)
        guard
            let odds = model.missingness.ownLogOdds(for: columns, in: ParameterScope(tape, group: .missingness))?
                .negated
        else { return nil }
        let slope = odds.slope.contiguous(), offset = odds.offset.contiguous()
        let workspace = Workspace(try tape.finish(outputs: [slope, offset]))
        workspace.forward()
        let slopes = workspace.read(slope.view), offsets = workspace.read(offset.view)
        let free = Set(model.missingness.mirroredParameters(for: columns).map(\.column))
        var start = 0
        var curves: [MissingnessCurve] = []
        for (index, entry) in columns.enumerated() {
            let own = Array(slopes[start..<start + entry.width])
            start += entry.width
            let observed = dataset.observedValues(of: entry)
            guard odds.isExplained[index], observed.count < dataset.rowCount, offsets[index].isFinite,
                own.allSatisfy(\.isFinite)
            else { continue }
            let values: [Double] =
                switch entry.kind {
                case .continuous, .ignore:
                    observed.first == observed.last
                        ? Array(observed.prefix(1)) : [0.05, 0.5, 0.95].compactMap { Self.quantile($0, of: observed) }
                case .binary: [0, 1]
                case .categorical: (0..<entry.width).map(Double.init)
                }
            curves.append(
                MissingnessCurve(
                    entry, slopes: own, offset: offsets[index], values: values, isDirectionFree: free.contains(index),
                    missingShare: 1 - Double(observed.count) / Double(dataset.rowCount)))
        }
        return curves
    }

    /// A quantile of rising numbers, between two of them linearly (Hyndman and Fan 1996, type 7).
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let place = share * Double(sorted.count - 1)
        let below = Int(place), above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}

extension Dataset {
    /// The first features of a column's observed cells, rising.
    fileprivate func observedValues(of entry: FeatureEntry) -> [Double] {
        stride(from: entry.offset, to: values.count, by: layout.featureCount)
            .filter { observed[$0] != 0 }.map { Double(values[$0]) }.sorted()
    }
}
