import Foundation
import Lacuna

/// A model of a mixed table with one latent and a small tanh decoder, and the same model by hand for quadrature.
///
/// Columns: two continuous ones, a binary one, a categorical one with three categories.
struct OneLatentModel {
    let model: ComposedModel
    let store: ParameterStore
    let continuous: any ObservationModel

    static let units = 8
    static let featureCount = 6

    /// A model of its numbers.
    ///
    /// - Parameters:
    ///   - continuous: The observation model of the two continuous columns.
    ///   - posterior: The family of q.
    ///   - head: What the encoder's bias is; the default makes q wider than the prior, so that weights are bounded.
    ///   - bound: A bound that serves the family, to declare the parameters by.
    init(
        _ continuous: any ObservationModel, posterior: any VariationalFamily = GaussianVariationalFamily(),
        head: [Double] = [0.1, 1.3],
        bound: any Bound = ImportanceWeightedBound(importanceSampleCount: 1, gradient: Choice(TotalGradient()))
    ) throws {
        self.continuous = continuous
        let layout = FeatureLayout(columns: [
            ("first", .continuous, 1), ("second", .continuous, 1), ("third", .binary, 1), ("fourth", .categorical, 3),
        ])
        let parts: [(ColumnKind, any ObservationModel)] = [
            (.continuous, continuous), (.binary, BernoulliObservation()), (.categorical, CategoricalObservation()),
        ]
        let observation = parts.map { kind, part in
            let entries = layout.entries(of: kind)
            return ComposedModel.ObservedBlock(
                ColumnBlock(
                    kind: kind, names: entries.map(\.name), widths: entries.map(\.width),
                    features: layout.range(of: kind)), part)
        }
        model = ComposedModel(
            layout: layout, latentDimension: 1, prior: StandardNormalPrior(),
            decoder: MLPNetwork(hidden: [Self.units]), observation: observation, encoder: LinearNetwork(),
            encoderInput: ZeroInput(), posterior: posterior, missingness: IgnorableMissingness())
        store = ParameterStore(precision: .float64)
        try model.initialise(store, bound: bound, from: RandomStream(seed: 2))
        // Numbers of a middling size, so that every column depends on the latent and no density is extreme.
        var stream = RandomStream(seed: 21)
        for parameter in store.parameters {
            let scale = parameter.group == .decoder ? 0.9 : 0.1
            store.setValues((0..<parameter.shape.count).map { _ in scale * stream.normal() }, of: parameter)
        }
        try store.set("encoder.network.output.bias", head)
    }

    // MARK: By hand

    /// The decoder's output.
    func head(_ z: Double) throws -> [Double] {
        let weight = try store.numbers("decoder.network.layer0.weight")
        let bias = try store.numbers("decoder.network.layer0.bias")
        let hidden = (0..<Self.units).map { tanh(z * weight[$0] + bias[$0]) }
        let last = try store.numbers("decoder.network.output.weight")
        let shift = try store.numbers("decoder.network.output.bias")
        return shift.indices.map { output in
            var sum = shift[output]
            for unit in 0..<Self.units { sum += hidden[unit] * last[unit * shift.count + output] }
            return sum
        }
    }

    func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

    /// log p(x_o | z) and E[x | z], written out.
    func decode(_ z: Double, _ row: [Double], _ observed: [Double]) throws -> (logDensity: Double, mean: [Double]) {
        let head = try head(z)
        var total = 0.0
        var mean: [Double] = []
        let shared = continuous is GaussianSharedScaleObservation
        let rawScales = shared ? try store.numbers("decoder.observation0.rawScale") : Array(head[2..<4])
        for column in 0..<2 {
            let scale = softplus(rawScales[column]) + 1e-3
            let distance = (row[column] - head[column]) / scale
            mean.append(head[column])
            guard observed[column] == 1 else { continue }
            if continuous is StudentTObservation {
                let freedom = softplus(head[4 + column]) + 3
                total += lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * .pi) - log(scale)
                total -= (freedom + 1) / 2 * log1p(distance * distance / freedom)
            } else {
                total -= 0.5 * distance * distance + log(scale) + 0.5 * log(2 * .pi)
            }
        }
        let start = head.count - 4
        let probability = 1 / (1 + exp(-head[start]))
        mean.append(probability)
        if observed[2] == 1 { total += row[2] == 1 ? log(probability) : log(1 - probability) }
        let powers = (1...3).map { exp(head[start + $0]) }
        let shares = powers.map { $0 / powers.reduce(0, +) }
        mean += shares
        for category in 0..<3 where observed[3 + category] == 1 && row[3 + category] == 1 {
            total += log(shares[category])
        }
        return (total, mean)
    }

    /// log p(x_o), E[x | x_o] and the standard deviation of E[x | z] given x_o by the trapezoidal rule, whose error is far
    /// below 1e-10 for such smooth integrands.
    func quadrature(
        _ row: [Double], _ observed: [Double]
    ) throws -> (logDensity: Double, mean: [Double], deviation: [Double]) {
        let count = 2000, end = 9.0, width = 2 * end / Double(count)
        var mass = 0.0
        var sums = [Double](repeating: 0, count: Self.featureCount), squares = sums
        for index in 0...count {
            let z = -end + width * Double(index)
            let (logDensity, mean) = try decode(z, row, observed)
            let weight = exp(logDensity - 0.5 * z * z - 0.5 * log(2 * .pi)) * width
            mass += weight
            for feature in sums.indices {
                sums[feature] += weight * mean[feature]
                squares[feature] += weight * mean[feature] * mean[feature]
            }
        }
        let means = sums.map { $0 / mass }
        let deviations = zip(squares, means).map { max($0 / mass - $1 * $1, 0).squareRoot() }
        return (log(mass), means, deviations)
    }
}
