import LacunaCore

/// Binary columns: the decoder gives the log-odds of the second category.
public struct BernoulliObservation: ObservationModel {
    public static let name = "bernoulli"
    public static let summary = "binary columns; log-odds from the decoder"
    public static let references = [Reference.miwae, Reference.concreteDistribution]
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

        /// The draw; its gradient is that of a binary concrete draw from the same noise (Maddison et al. 2017).
        func reparametrisedSample(purpose: String) -> Tensor {
            let noise = logit.tape.uniformNoise(logit.shape, purpose: purpose)
            let draw = logit.tape.lessThan(noise, logit.sigmoid())
            let relaxed = ((logit - noise.log() + (1 - noise).log()) / Relaxation.temperature).sigmoid()
            return draw + (relaxed - relaxed.stoppingGradient())
        }

        func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
            let tape = logit.tape
            let atZero = offset.logSigmoid()
            let tilt = (slope + offset).logSigmoid() - atZero
            let logMeans = (logit + tilt).softplus() - logit.softplus() + atZero
            return tape.select(wanted, logMeans, else: tape.constant(0)).sum(over: .features)
        }

        func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
            (logit + (slope + offset).logSigmoid() - offset.logSigmoid()).sigmoid().stoppingGradient()
        }
    }
}
