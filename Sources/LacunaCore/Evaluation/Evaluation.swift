import LacunaTensors

/// Removes cells from a table, completes them by several methods, and measures how near they come.
///
/// Everything is done in units standardised by the table before the removal, which are also the units of the errors.
public struct Evaluation: Sendable {
    /// The figures of one method.
    public struct Result: Sendable {
        /// The method's name.
        public var method: String
        /// Mean squared error over the removed continuous cells, in standardised units; `nil` where there are none.
        public var meanSquaredError: RepeatedFigure?
        /// Its root.
        public var rootMeanSquaredError: RepeatedFigure?
        /// Share of removed binary and categorical cells that were restored; `nil` where there are none.
        public var accuracy: RepeatedFigure?
        /// Mean bound of the last training batches, in nats a row; `nil` for methods without one.
        public var bound: RepeatedFigure?
        /// Seconds to fit and complete.
        public var seconds: RepeatedFigure
        /// Whether the draws spread as far as they err, one a repeat; empty where it was not measured.
        public var calibrations: [Calibration]

        /// The figures of a method.
        public init(
            method: String, meanSquaredError: RepeatedFigure? = nil, rootMeanSquaredError: RepeatedFigure? = nil,
            accuracy: RepeatedFigure? = nil, bound: RepeatedFigure? = nil, seconds: RepeatedFigure,
            calibrations: [Calibration] = []
        ) {
            self.method = method
            self.meanSquaredError = meanSquaredError
            self.rootMeanSquaredError = rootMeanSquaredError
            self.accuracy = accuracy
            self.bound = bound
            self.seconds = seconds
            self.calibrations = calibrations
        }
    }

    /// What one repeat of one method came to; each `nil` where there is none.
    public struct Score: Sendable, Equatable {
        /// Mean squared error over the removed continuous cells, in standardised units.
        public var meanSquaredError: Double?
        /// Share of removed binary and categorical cells that were restored.
        public var accuracy: Double?
        /// Mean bound of the last training batches, in nats a row.
        public var bound: Double?
        /// Whether the draws spread as far as they err.
        public var calibration: Calibration?
    }

    /// The encoded table before the removal.
    public let dataset: Dataset
    /// What removes cells.
    public let mask: any MaskGenerator
    /// Where the masks' randomness comes from.
    public let stream: RandomStream
    /// What tells the mask generator the units of the file; `nil` where they are those of the encoded table.
    public let schema: Schema?

    /// An evaluation on a table.
    public init(dataset: Dataset, mask: any MaskGenerator, stream: RandomStream, schema: Schema? = nil) {
        self.dataset = dataset
        self.mask = mask
        self.stream = stream
        self.schema = schema
    }

    /// Which cells stay in a repeat, rows × columns of the layout.
    ///
    /// - Parameter number: The repeat, from 1.
    public func keptCells(repeat number: Int) throws -> [Bool] {
        let entries = dataset.layout.entries
        let width = dataset.layout.featureCount
        var observed: [Bool] = []
        var values: [Double] = []
        observed.reserveCapacity(dataset.rowCount * entries.count)
        values.reserveCapacity(dataset.rowCount * entries.count)
        for row in 0..<dataset.rowCount {
            for entry in entries {
                let start = row * width + entry.offset
                observed.append(dataset.observed[start] == 1)
                values.append(Self.value(dataset.values[start..<start + entry.width], of: entry))
            }
        }
        let table = MaskableTable(
            repeatNumber: number, columns: entries.map { MaskableColumn($0, of: schema) }, rowCount: dataset.rowCount,
            observed: observed, values: values)
        let kept = try mask.mask(table, using: stream.child("mask").child(number))
        let removed = zip(kept, observed).count { !$0 && $1 }
        guard removed > 0 else {
            throw LacunaError(.data, "the mask removes no cell that was there, so that nothing can be measured")
        }
        return zip(kept, observed).map { $0 && $1 }
    }

    /// Fits and completes one repeat of one method.
    ///
    /// - Parameters:
    ///   - kept: Which cells stay, rows × columns of the layout.
    ///   - drawCount: Draws by which calibration is measured; below 2 it is not. The errors are the same for any number.
    ///   - context: The rest of the configuration, randomness, threads and whom to report to.
    public func run(kept: [Bool], drawCount: Int = 0, context: ImputerContext) throws -> Score {
        let masked = dataset.masked(keeping: kept)
        let fitted = try context.blueprint.imputer.fit(masked, context: context)
        let imputations = try fitted.complete(
            masked,
            request: ImputationRequest(
                summary: context.blueprint.configuration.imputation.summary, drawCount: drawCount),
            context: context)
        let errors = score(imputations.summary, kept: kept)
        return Score(
            meanSquaredError: errors.meanSquaredError, accuracy: errors.accuracy, bound: fitted.record?.bound,
            calibration: Calibration(draws: imputations.draws, dataset: dataset, kept: kept))
    }

    /// The errors of completed features over the removed cells.
    public func score(_ completed: [Float], kept: [Bool]) -> (meanSquaredError: Double?, accuracy: Double?) {
        let entries = dataset.layout.entries
        let width = dataset.layout.featureCount
        var pairs: [(imputed: Double, truth: Double)] = []
        var hits: [Bool] = []
        for row in 0..<dataset.rowCount {
            for (column, entry) in entries.enumerated() where !kept[row * entries.count + column] {
                let start = row * width + entry.offset
                guard dataset.observed[start] == 1 else { continue }
                let truth = Self.value(dataset.values[start..<start + entry.width], of: entry)
                let guess = Self.value(completed[start..<start + entry.width], of: entry)
                if entry.kind == .continuous {
                    pairs.append((guess, truth))
                } else {
                    hits.append(entry.kind == .binary ? (guess >= 0.5) == (truth >= 0.5) : guess == truth)
                }
            }
        }
        return (Metrics.meanSquaredError(pairs), Metrics.accuracy(hits))
    }

    /// The number that stands for a cell: its value, or the index of its most probable category.
    private static func value(_ features: ArraySlice<Float>, of entry: FeatureEntry) -> Double {
        guard entry.kind == .categorical else { return Double(features.first ?? 0) }
        var best = features.startIndex
        for index in features.indices where features[index] > features[best] { best = index }
        return Double(best - features.startIndex)
    }
}

extension Catalog {
    /// A mask generator from `name`, `name:value` or JSON5 with a `type`.
    ///
    /// - Throws: `LacunaError` where there is none of that name, or the value is not what it takes.
    public func maskGenerator(from text: String) throws -> any MaskGenerator {
        let value: ConfigurationValue
        if text.hasPrefix("{") {
            value = try JSON5Reader.read(text, file: "--mask")
        } else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            var entries = [ConfigurationEntry("type", .string(name))]
            if parts.count == 2 {
                let type = try type(named: name, in: MaskGenerators.self) as? any MaskGenerator.Type
                guard let key = type?.shortFormKey else {
                    throw LacunaError(
                        .usage, "the mask \"\(name)\" takes no value after a colon, but has \"\(parts[1])\"")
                }
                let setting = try ConfigurationOverride(parsing: "\(key)=\(parts[1])")
                entries.append(ConfigurationEntry(key, setting.value))
            }
            value = .object(entries)
        }
        return try make(from: value, family: MaskGenerators.self, path: "--mask")
    }
}
