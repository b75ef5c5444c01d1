import LacunaCore

/// Categorical columns: the decoder gives one logit a category, normalised by the softmax.
///
/// A column of C categories takes C features, one of which is 1. Draws are by the Gumbel-max trick.
public struct CategoricalObservation: ObservationModel {
    public static let name = "categorical"
    public static let summary = "categorical columns; one logit a category from the decoder"
    public static let references = [Reference.heterogeneousTables]
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
    }
}
