import LacunaTensors

/// The section `training.linearStart` of a configuration: the same model with a linear decoder is fitted first, and the fit
/// starts from the missingness model that it learnt.
///
/// A flexible decoder can explain missing values far from those observed as well as near to them; a linear one with scales
/// that do not depend on z leaves less room, so that the slopes of self-masking settle before the decoder can make up for
/// wrong ones.
public struct LinearStart: Configurable, Equatable {
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription("steps", "steps of the linear model; 0 fits none", .between(0, 1_000_000_000)),
        KeyDescription("decoder", "body of its decoder"),
        KeyDescription("continuous", "its observation model of continuous columns"),
    ]

    /// Steps of the linear model, with the bound, the optimizer and the batch size of the fit; 0 fits none.
    public var steps = 0
    /// The body of its decoder.
    public var decoder: Choice<Networks> = "linear"
    /// Its observation model of continuous columns.
    public var continuous: Choice<ObservationModels> = "gaussianSharedScale"

    /// The defaults.
    public init() {}

    /// What does not fit between it and the model whose fit it is to start: a sentence each.
    func problems(with model: ComposedModel) throws(LacunaError) -> [String] {
        guard steps > 0 else { return [] }
        var problems: [String] = []
        if model.missingness.isIgnorable {
            problems.append(
                """
                training.linearStart.steps: \(steps) steps of a linear model have no use, since model.missingness \
                \(type(of: model.missingness).name) has no parameters to start from; write 0, or choose a missingness \
                model such as selfMasking
                """)
        }
        let observation = try continuous.member()
        let part = type(of: observation)
        if !part.kinds.contains(.continuous) {
            let suited = part.kinds.map(\.rawValue).sorted().joined(separator: ", ")
            problems.append(
                "training.linearStart.continuous: \(part.name) describes \(suited) columns; choose a part for continuous ones"
            )
            return problems
        }
        for block in model.observation.map(\.block) where block.kind == .continuous {
            problems += observation.problems(with: block).map { "training.linearStart.continuous.\($0)" }
        }
        return problems
    }

    /// The linear model beside another one.
    func model(beside model: ComposedModel) throws(LacunaError) -> ComposedModel {
        var linear = model
        linear.decoder = try decoder.member()
        let continuous = try continuous.member()
        for index in linear.observation.indices where linear.observation[index].block.kind == .continuous {
            linear.observation[index].model = continuous
        }
        if linear.integration == .exact, !linear.allowsExactIntegration { linear.integration = .sampled }
        return linear
    }

    /// How it is fitted where a model is fitted by some options: in all its steps, to the rows that the model learns from.
    /// The held-out rows are those of the model; they are looked at before and after, and choose nothing.
    func options(beside options: TrainingOptions) -> TrainingOptions {
        var options = options
        options.steps = steps
        options.evaluationInterval = steps
        options.closingSteps = 0
        options.restarts = 0
        options.linearStart.steps = 0
        options.diagnostics = false
        return options
    }
}
