import LacunaCore

/// Questions about logistic curves, as the pattern of a column that depends on its values has one.
extension ObservationSubject {
    /// The log-odds of a logistic curve: slope · x + offset.
    struct Curve {
        /// Of each feature.
        var slope: [Double]
        /// Of each column.
        var offset: [Double]
    }

    /// What is asked about a curve.
    enum CurveQuestion: String {
        case logMeanSigmoid, tiltedMean
    }

    /// A curve of some steepness.
    func curve(seed: UInt64) -> Curve {
        Curve(
            slope: testNumbers(width, seed: seed, low: -2.5, high: 2.5),
            offset: testNumbers(block.columnCount, seed: seed + 1))
    }

    /// E[σ(slope · x + offset)] of a column given a head, and E[x σ] / E[σ] of its features, as the density says.
    func sigmoidMean(column: Int, head: [Double], _ curve: Curve) throws -> (probability: Double, tilted: [Double]) {
        let start = starts[column]
        let weighted = try weightedValues(column: column, head: head, centre: mean(head)[start])
        var total = 0.0
        var sums = [Double](repeating: 0, count: block.widths[column])
        for (value, probability) in weighted {
            let logOdds = value.indices.reduce(curve.offset[column]) { $0 + curve.slope[start + $1] * value[$1] }
            let share = probability / (1 + Double.exp(-logOdds))
            total += share
            for place in value.indices { sums[place] += share * value[place] }
        }
        return (total, sums.map { $0 / total })
    }

    /// Whether the model has an answer.
    func knows(_ question: CurveQuestion) -> Bool {
        let tape = Tape(precision: .float64)
        func numbers(_ name: String, _ features: Int) -> Tensor { tape.input(name, TensorShape(features: features)) }
        let count = block.columnCount
        return answer(
            to: question, numbers("head", headWidth), numbers("slope", width), numbers("offset", count),
            wanted: numbers("wanted", count)) != nil
    }

    private func answer(
        to question: CurveQuestion, _ head: Tensor, _ slope: Tensor, _ offset: Tensor, wanted: Tensor
    ) -> Tensor? {
        switch question {
        case .logMeanSigmoid: distribution(head).logMeanSigmoid(slope: slope, offset: offset, wanted: wanted)
        case .tiltedMean: distribution(head).tiltedMean(slope: slope, offset: offset)
        }
    }

    /// Answers about a curve for rows of two heads each.
    func answers(to question: CurveQuestion, heads: [[Double]], _ curve: Curve, wanted: [[Double]]) -> Experiment {
        // Curves are the same in all rows, so that they are differentiated where there is one row.
        let isAlone = heads.count == 1
        var inputs = [
            Experiment.Input(name: "the head", samples: 2, features: headWidth, rows: heads),
            Experiment.Input(
                name: "the columns wanted", features: block.columnCount, rows: wanted, hasGradient: false),
        ]
        if isAlone {
            inputs += [
                Experiment.Input(name: "the slopes", features: width, rows: [curve.slope]),
                Experiment.Input(name: "the offsets", features: block.columnCount, rows: [curve.offset]),
            ]
        }
        return Experiment(rowCount: heads.count, inputs: inputs) { tape, inputs, _ in
            let slope = isAlone ? inputs[2] : tape.constant(curve.slope, TensorShape(features: width))
            let offset = isAlone ? inputs[3] : tape.constant(curve.offset, TensorShape(features: block.columnCount))
            guard let result = answer(to: question, inputs[0], slope, offset, wanted: inputs[1]) else {
                throw CheckFailure("\(question.rawValue)() is known in one recording and not in the next")
            }
            let features = question == .tiltedMean ? width : 1
            return [Experiment.Output(name: "\(question.rawValue)()", tensor: result, samples: 2, features: features)]
        }
    }

    /// Draws with a gradient, for rows of one head each, repeated over samples.
    func reparametrisedDraws(heads: [[Double]], count: Int, purpose: String) -> Experiment {
        let input = Experiment.Input(name: "the head", features: headWidth, rows: heads)
        return Experiment(rowCount: heads.count, inputs: [input]) { _, inputs, rowCount in
            let shape = TensorShape(rows: rowCount, samples: count, features: headWidth)
            let draws = distribution(inputs[0].broadcast(to: shape).contiguous()).reparametrisedSample(purpose: purpose)
            return [Experiment.Output(name: "the draws", tensor: draws, samples: count, features: width)]
        }
    }
}
