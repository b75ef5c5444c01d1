import LacunaCore

/// A missingness model with columns whose pattern it explains, and all patterns of a row.
struct MissingnessSubject {
    var model: any MissingnessModel
    /// The columns, some of all.
    var columns: [FeatureEntry]
    /// Number of all features.
    var featureCount: Int
    var samples = 2

    /// Three continuous columns, which are all.
    static func continuous(_ model: any MissingnessModel) -> MissingnessSubject {
        let columns = (0..<3).map {
            FeatureEntry(columnIndex: $0, name: "x\($0)", kind: .continuous, offset: $0, width: 1)
        }
        return MissingnessSubject(model: model, columns: columns, featureCount: 3)
    }

    /// A continuous, a binary and a categorical column, behind a continuous one whose pattern is not asked for.
    static func mixed(_ model: any MissingnessModel) -> MissingnessSubject {
        let columns = [
            FeatureEntry(columnIndex: 3, name: "x1", kind: .continuous, offset: 1, width: 1),
            FeatureEntry(columnIndex: 1, name: "flag", kind: .binary, offset: 2, width: 1),
            FeatureEntry(columnIndex: 2, name: "group", kind: .categorical, offset: 3, width: 3),
        ]
        return MissingnessSubject(model: model, columns: columns, featureCount: 6)
    }

    /// Every pattern of the columns; the lowest bit is the flag of the first.
    var patterns: [[Double]] {
        (0..<1 << columns.count).map { bits in columns.indices.map { Double(bits >> $0 & 1) } }
    }

    /// The same number of every row: samples × features.
    func values(_ number: Double) -> [Double] { [Double](repeating: number, count: samples * featureCount) }

    /// Rows of the kinds of the columns.
    var usualValues: [Double] {
        var numbers = testNumbers(samples * featureCount, seed: 91)
        for sample in 0..<samples {
            for column in columns where column.kind != .continuous {
                for feature in column.features {
                    let chosen = column.kind == .binary ? sample % 2 == 0 : feature == column.offset + sample + 1
                    numbers[sample * featureCount + feature] = chosen ? 1 : 0
                }
            }
        }
        return numbers
    }

    /// log p(s | x) of every pattern; and, where the model has log-odds of its own, what they say of it, their slopes and
    /// their offsets.
    func probabilities(_ values: [Double], withOwn: Bool = false) -> Experiment {
        let inputs = [
            Experiment.Input(name: "the pattern", features: columns.count, rows: patterns, hasGradient: false),
            Experiment.Input(
                name: "the values", samples: samples, features: featureCount,
                rows: patterns.map { _ in values }),
        ]
        return Experiment(rowCount: patterns.count, inputs: inputs) { tape, inputs, rowCount in
            let scope = ParameterScope(tape, group: .missingness)
            let result = model.logProbability(of: inputs[0], given: inputs[1], for: columns, in: scope)
            let whole = Experiment.Output(name: "log p(s|x)", tensor: result, samples: samples)
            guard withOwn, let own = try checkedOwnLogOdds(in: scope) else { return [whole] }
            func inEachRow(_ numbers: Tensor, _ name: String) -> Experiment.Output {
                let width = numbers.shape.features
                let shape = TensorShape(rows: rowCount, features: width)
                return Experiment.Output(name: name, tensor: numbers.broadcast(to: shape), features: width)
            }
            let said = own.logProbability(of: inputs[0], given: inputs[1], for: columns)
            return [
                whole, Experiment.Output(name: "what its own log-odds say", tensor: said, samples: samples),
                inEachRow(own.slope, "the slopes"), inEachRow(own.offset, "the offsets"),
            ]
        }
    }

    /// Which columns its own log-odds explain; `nil` where it has none.
    func isExplainedByOwnLogOdds() throws -> [Bool]? {
        try checkedOwnLogOdds(in: ParameterScope(Tape(precision: .float64), group: .missingness))?.isExplained
    }

    /// Log-odds of its own that have the shapes of the contract.
    private func checkedOwnLogOdds(in scope: ParameterScope) throws -> OwnLogOdds? {
        guard let own = model.ownLogOdds(for: columns, in: scope) else { return nil }
        let width = columns.reduce(0) { $0 + $1.width }
        for (name, tensor, count) in [("slope", own.slope, width), ("offset", own.offset, columns.count)] {
            guard tensor.shape == TensorShape(features: count) else {
                throw CheckFailure(
                    "the \(name) of its own log-odds has the shape \(tensor.shape), where "
                        + "\(TensorShape(features: count)) is expected")
            }
        }
        guard own.isExplained.count == columns.count else {
            throw CheckFailure(
                "its own log-odds say of \(own.isExplained.count) columns whether they are explained, where there are "
                    + "\(columns.count)")
        }
        return own
    }

    /// The log-density of its prior; `nil` where that is flat.
    func prior() -> Experiment? {
        let tape = Tape(precision: .float64)
        guard model.logPrior(for: columns, in: ParameterScope(tape, group: .missingness)) != nil else { return nil }
        return Experiment(rowCount: 1, inputs: []) { tape, _, _ in
            let scope = ParameterScope(tape, group: .missingness)
            guard let prior = model.logPrior(for: columns, in: scope) else {
                throw CheckFailure("its prior is there in one recording and not in the next")
            }
            return [Experiment.Output(name: "the log-prior", tensor: prior)]
        }
    }
}
