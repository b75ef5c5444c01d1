import LacunaCore

/// (1/M) Σ_m log (1/K) Σ_k w_mk: the mean over M groups of the importance-weighted bound of K draws each (Rainforth et al.
/// 2018, there called MIWAE).
///
/// One group is the importance-weighted bound of all draws; groups of one draw are the evidence lower bound. In nats, one
/// number a row.
public struct GroupedBound: LogWeightBound {
    public static let name = "grouped"
    public static let summary = "the mean over groups of draws of the logarithm of a group's mean weight"
    public static let references = [
        Reference(
            title: "Tighter variational bounds are not necessarily better",
            authors: [
                "Tom Rainforth", "Adam R. Kosiorek", "Tuan Anh Le", "Chris J. Maddison", "Maximilian Igl",
                "Frank Wood", "Yee Whye Teh",
            ], year: 2018, venue: "ICML", identifier: "arXiv:1802.04537")
    ]
    public static let keyDescriptions = [
        KeyDescription("groupCount", "groups of draws a row", .between(1, 1_000)),
        KeyDescription("groupSize", "draws in each group", .between(1, 1_000)),
        KeyDescription("gradient", "how the gradient reaches the encoder"),
    ]

    /// Groups of draws a row.
    public var groupCount = 3
    /// Draws in each group.
    public var groupSize = 8
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public init() {}

    public var budget: SampleBudget { .total(groupCount * groupSize) }

    public func combine(_ weights: LogWeights) -> Tensor {
        byGroup(weights.values).logMeanExp(over: .features).mean(over: .samples)
    }

    /// The derivative of the bound by each log-weight, and the draw's part of the mean weight of its group.
    public func influence(of weights: LogWeights) -> DrawInfluence? {
        let part = byGroup(weights.values).softmax(over: .features).reshaped(to: weights.values.shape)
        return DrawInfluence(share: part / Double(groupCount), normalisedWeight: part)
    }

    /// Rows × groups × draws of a group, from rows × draws × 1.
    private func byGroup(_ numbers: Tensor) -> Tensor {
        numbers.reshaped(
            to: TensorShape(
                rows: numbers.shape.rows, samples: groupCount, features: numbers.shape.samples / groupCount))
    }
}
