import LacunaCore

extension PriorContext {
    /// What a prior is given on a tape without a model: an affine encoder of a few features, and normal posteriors.
    public static func example(on tape: Tape, latentDimension: Int, featureCount: Int = 3) -> PriorContext {
        let scope = ParameterScope(tape, group: .encoder)
        let family = ToyPosterior()
        return PriorContext(
            scope: ParameterScope(tape, group: .prior), featureCount: featureCount,
            encoder: { values, observed in
                let input = ToyEncoderInput().forward(values, observed: observed, in: scope["input"])
                return ToyNetwork().forward(
                    input, width: family.headWidth(latentDimension: latentDimension), in: scope["network"],
                    mode: .evaluation)
            },
            family: {
                family.posterior(head: $0, latentDimension: latentDimension, in: scope["posterior"])
            })
    }
}
