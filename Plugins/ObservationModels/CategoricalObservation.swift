import LacunaCore

/// Categorical columns: the decoder gives one logit a category, normalised by the softmax.
///
/// A column of C categories takes C features, one of which is 1. Draws are by the Gumbel-max trick.
public struct CategoricalObservation: ObservationModel {
    public static let name = "categorical"
    public static let summary = "categorical columns; one logit a category from the decoder"
    public static let references = [
        Reference.heterogeneousTables, Reference.concreteDistribution, Reference.gumbelSoftmax,
    ]
    public static let kinds: Set<ColumnKind> = [.categorical]

    public init() {}

    public func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        Recorded(logProbabilities: head.logSoftmax(groups: block.widths), widths: block.widths)
    }

    private struct Recorded: ConditionalDistribution {
        var logProbabilities: Tensor
        var widths: [Int]

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            let tape = logProbabilities.tape
            let chosen = tape.select(observed, values, else: tape.constant(0))
            return (chosen * logProbabilities).sum(over: .features)
        }

        func mean() -> Tensor { logProbabilities.exp() }

        func sample(purpose: String) -> Tensor {
            let tape = logProbabilities.tape
            // −log of an exponential number is Gumbel.
            let gumbel = -tape.exponentialNoise(logProbabilities.shape, purpose: purpose).log()
            return (logProbabilities + gumbel).oneHotMaximum(groups: widths)
        }

        /// The draw; its gradient is that of a concrete draw from the same noise (Maddison et al. 2017; Jang et al. 2017).
        func reparametrisedSample(purpose: String) -> Tensor {
            let tape = logProbabilities.tape
            let scores = logProbabilities - tape.exponentialNoise(logProbabilities.shape, purpose: purpose).log()
            let relaxed = (scores / Relaxation.temperature).logSoftmax(groups: widths).exp()
            return scores.oneHotMaximum(groups: widths) + (relaxed - relaxed.stoppingGradient())
        }

        func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
            let tape = logProbabilities.tape
            let scores = scores(slope: slope, offset: offset)
            // What the softmax takes from each score of a column is the logarithm of their sum.
            let logMeans = (scores - scores.logSoftmax(groups: widths)).firstOfEach(widths)
            return tape.select(wanted, logMeans, else: tape.constant(0)).sum(over: .features)
        }

        func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
            scores(slope: slope, offset: offset).logSoftmax(groups: widths).exp().stoppingGradient()
        }

        /// log p(category) + log σ of its log-odds.
        private func scores(slope: Tensor, offset: Tensor) -> Tensor {
            logProbabilities + (slope + offset.spread(byWidths: widths)).logSigmoid()
        }
    }
}

extension Tensor {
    /// The first of the features of each column.
    fileprivate func firstOfEach(_ widths: [Int]) -> Tensor {
        var start = 0
        return tape.concatenate(
            widths.map { width in
                defer { start += width }
                return features(start..<start + 1)
            }, along: .features)
    }
}
