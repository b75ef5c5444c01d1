import LacunaCore

/// An observation model with a block of columns of one of its kinds.
struct ObservationSubject {
    var model: any ObservationModel
    var block: ColumnBlock
    var headWidth: Int

    init(_ model: any ObservationModel, _ kind: ColumnKind) {
        let widths = kind == .categorical ? [3, 2, 4] : [1, 1, 1]
        block = ColumnBlock(
            kind: kind, names: ["first", "second", "third"], widths: widths, features: 0..<widths.reduce(0, +))
        self.model = model
        headWidth = model.headWidth(for: block)
    }

    var width: Int { block.featureCount }

    /// What the density of each column is relative to, encoded; without meaning for columns that are not continuous.
    var measures: [ColumnMeasure] {
        guard block.kind == .continuous else { return block.names.map { _ in .line } }
        let measures = model.measures(of: block)
        // Another number of them is found and said before anything else.
        guard measures.count == block.columnCount else { return measures }
        return zip(measures, block.units).map { $0.encoded(by: $1) }
    }

    /// The largest number of atoms of a column.
    var mostAtoms: Int { measures.map { Set($0.atoms).count }.max() ?? 0 }

    /// The first feature of each column.
    var starts: [Int] {
        block.widths.indices.map { block.widths[..<$0].reduce(0, +) }
    }

    /// Values as the kind of column holds them, atoms among them.
    func values(seed: UInt64, size: Double = 1) -> [Double] {
        var stream = RandomStream(seed: seed)
        switch block.kind {
        case .binary: return block.widths.map { _ in stream.uniform() < 0.5 ? 0 : 1 }
        case .categorical:
            return block.widths.flatMap { width in
                let chosen = stream.integer(below: width)
                return (0..<width).map { $0 == chosen ? 1.0 : 0 }
            }
        default:
            return measures.map { measure in
                let value = size * (2 * stream.uniform() - 1)
                if !measure.atoms.isEmpty, stream.uniform() < 1.0 / 3 {
                    return measure.atoms[stream.integer(below: measure.atoms.count)]
                }
                return min(max(value, measure.range.lowerBound), measure.range.upperBound)
            }
        }
    }

    /// Flags for the features from flags for the columns.
    func observed(_ columns: [Bool]) -> [Double] {
        zip(columns, block.widths).flatMap { [Double](repeating: $0 ? 1 : 0, count: $1) }
    }

    func distribution(_ head: Tensor) -> any ConditionalDistribution {
        model.distribution(head: head, block: block, in: ParameterScope(head.tape, group: .decoder))
    }

    /// log p(x_o | z) and E[x | z] for rows of heads (samples × head width), values and flags.
    func density(
        heads: [[Double]], samples: Int, values: [[Double]], observed: [[Double]], withMean: Bool = true
    ) -> Experiment {
        let inputs = [
            Experiment.Input(name: "the head", samples: samples, features: headWidth, rows: heads),
            Experiment.Input(name: "the values", features: width, rows: values, hasGradient: false),
            Experiment.Input(name: "the pattern", features: width, rows: observed, hasGradient: false),
        ]
        return Experiment(rowCount: heads.count, inputs: inputs) { _, inputs, _ in
            let distribution = distribution(inputs[0])
            let logDensity = distribution.logDensity(of: inputs[1], observed: inputs[2])
            var outputs = [Experiment.Output(name: "the log-density", tensor: logDensity, samples: samples)]
            if withMean {
                outputs.append(
                    Experiment.Output(
                        name: "mean()", tensor: distribution.mean(), samples: samples, features: width))
            }
            return outputs
        }
    }

    /// Draws for rows of one head each, repeated over samples.
    func draws(heads: [[Double]], count: Int, purpose: String) -> Experiment {
        let input = Experiment.Input(name: "the head", features: headWidth, rows: heads)
        return Experiment(rowCount: heads.count, inputs: [input]) { _, inputs, rowCount in
            let head = inputs[0].broadcast(
                to: TensorShape(rows: rowCount, samples: count, features: headWidth)
            ).contiguous()
            let draws = distribution(head).sample(purpose: purpose)
            return [Experiment.Output(name: "the draws", tensor: draws, samples: count, features: width)]
        }
    }

    /// Shares of draws of each feature below the points of each level, and of pairs of first features below the
    /// points of the middle level in both.
    func shares(
        head: [Double], levels: [[Double]], middle: Int
    ) throws -> (single: [[Double]], pairs: [Double]) {
        let count = ShareTest.drawCount
        let starts = starts
        let experiment = Experiment(
            rowCount: 1, inputs: [Experiment.Input(name: "the head", features: headWidth, rows: [head])]
        ) { tape, inputs, _ in
            let head = inputs[0].broadcast(to: TensorShape(samples: count, features: headWidth)).contiguous()
            let draws = distribution(head).sample(purpose: "shares")
            guard draws.shape == TensorShape(samples: count, features: width) else {
                return [Experiment.Output(name: "the draws", tensor: draws, samples: count, features: width)]
            }
            func isBelow(_ points: [Double]) -> Tensor {
                tape.lessThan(draws, tape.constant(points, TensorShape(features: width)))
            }
            var outputs = levels.map { points in
                Experiment.Output(name: "the shares", tensor: isBelow(points).sum(over: .samples), features: width)
            }
            let isLow = isBelow(levels[middle])
            for (a, b) in zip(starts, starts.dropFirst()) {
                let both = isLow.features(a..<a + 1) * isLow.features(b..<b + 1)
                outputs.append(Experiment.Output(name: "the shares", tensor: both.sum(over: .samples)))
            }
            return outputs
        }
        let results = try Probe(experiment, .float32).run().map { $0.map { $0 / Double(count) } }
        return (Array(results.prefix(levels.count)), results.dropFirst(levels.count).map { $0[0] })
    }
}
