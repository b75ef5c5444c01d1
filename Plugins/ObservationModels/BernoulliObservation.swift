import LacunaCore

/// Binary columns: the decoder gives the log-odds of the second category.
public struct BernoulliObservation: ObservationModel {
    public static let name = "bernoulli"
    public static let summary = "binary columns; log-odds from the decoder"
    public static let references = [Reference.miwae]
    public static let kinds: Set<ColumnKind> = [.binary]

    public init() {}

    public func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        Recorded(logit: head)
    }

    private struct Recorded: ConditionalDistribution {
        var logit: Tensor

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            logit.tape.bernoulliLogDensity(values, observed: observed, logit: logit)
        }

        func mean() -> Tensor { logit.sigmoid() }

        func sample(purpose: String) -> Tensor {
            logit.tape.lessThan(logit.tape.uniformNoise(logit.shape, purpose: purpose), logit.sigmoid())
        }
    }
}
