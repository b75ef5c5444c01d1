import Foundation
import Lacuna

/// A model of one latent whose first column leaves it open which of two modes the latent is in, with an encoder that is
/// wrong; and its exact conditionals by quadrature.
///
/// The mean of the first column is a bump over z, high around 0 and low on both sides; the second column tells the sides
/// apart, though not sharply. The encoder's normal is wider than the prior and leans to one side.
struct BimodalModel {
    let example: OneLatentModel
    /// The parameters in 32 bits, for samplers to run faster.
    let store: ParameterStore

    var model: LatentVariableModel { example.model }

    static let scales = [0.4, 0.6]

    init() throws {
        example = try OneLatentModel(GaussianSharedScaleObservation())
        let store = example.store, unused = [0.0, 0, 0, 0]
        try store.set("decoder.network.layer0.weight", [2, 2, 1.5, 0.7] + unused)
        try store.set("decoder.network.layer0.bias", [2, -2, 0, 0.3] + unused)
        // Hidden units × heads: the two means, the logit of the binary column, those of the three categories.
        let output: [[Double]] = [
            [1, 0, 0, 0, -0.4, 0], [-1, 0, 0, 0, 0.4, 0], [0.1, 0.9, 0, 0.6, 0, -0.3], [0, 0, 1.2, 0, 0, 0.3],
        ]
        try store.set("decoder.network.output.weight", output.flatMap { $0 } + [Double](repeating: 0, count: 24))
        try store.set("decoder.network.output.bias", [-1, 0, 0.2, 0, 0.3, 0.1])
        try store.set("decoder.observation0.rawScale", Self.scales.map { inverseSoftplus($0 - 1e-3) })
        // Features × heads: the location and the raw scale.
        try store.set("encoder.network.output.weight", [-0.2, 0.1, 0.2, -0.1, 0.2, 0, 0.2, 0, -0.1, 0, -0.2, 0.1])
        try store.set("encoder.network.output.bias", [0.1, 1.2])
        self.store = ParameterStore(precision: .float32)
        try model.initialise(
            self.store, bound: ImportanceWeightedBound(importanceSampleCount: 1, gradient: Choice(TotalGradient())),
            from: RandomStream(seed: 2))
        for (parameter, source) in zip(self.store.parameters, store.parameters) {
            self.store.setValues(store.values(of: source), of: parameter)
        }
        self.store.pack(0..<self.store.parameters.count)
    }

    /// Rows of the model: latents from the prior, all columns given them.
    func rows(_ count: Int, seed: UInt64) throws -> [[Double]] {
        var stream = RandomStream(seed: seed)
        let hidden = [Double](repeating: 0, count: OneLatentModel.featureCount)
        return try (0..<count).map { _ in
            let mean = try example.decode(stream.normal(), hidden, hidden).mean
            let continuous = (0..<2).map { mean[$0] + Self.scales[$0] * stream.normal() }
            let binary: Double = stream.uniform() < mean[2] ? 1 : 0
            let target = stream.uniform()
            let category = target < mean[3] ? 0 : target < mean[3] + mean[4] ? 1 : 2
            return (continuous + [binary] + (0..<3).map { $0 == category ? 1 : 0 }).map { Double(Float($0)) }
        }
    }

    /// p(x_m | x_o), by the trapezoidal rule over z.
    func conditional(_ row: [Double], _ observed: [Double]) throws -> Conditional {
        let count = 200, end = 8.0
        var masses: [Double] = [], means: [[Double]] = []
        for index in 0...count {
            let z = end * (2 * Double(index) / Double(count) - 1)
            let (logDensity, mean) = try example.decode(z, row, observed)
            masses.append(exp(logDensity - 0.5 * z * z))
            means.append(mean)
        }
        let total = masses.reduce(0, +)
        return Conditional(
            shares: masses.map { $0 / total }, means: means, features: FactorAnalysis.places(observed, 0))
    }

    /// A mixture over nodes of z, of the missing features.
    struct Conditional {
        /// The share of each node.
        let shares: [Double]
        /// E[x | z] at each node, of all features.
        let means: [[Double]]
        /// The missing features.
        let features: [Int]

        private func expectation(_ value: ([Double]) -> Double) -> Double {
            zip(shares, means).reduce(0) { $0 + $1.0 * value($1.1) }
        }

        /// The means of the missing features: of those that are not continuous, probabilities.
        var mean: [Double] { features.map { feature in expectation { $0[feature] } } }

        /// The covariance of the missing features.
        var covariance: Matrix {
            let mean = mean
            var result = Matrix(features.count, features.count)
            for (i, feature) in features.enumerated() {
                for (j, other) in features.enumerated() {
                    result[i, j] = expectation { secondMoment($0, feature, other) } - mean[i] * mean[j]
                }
            }
            return result
        }

        /// E[x_i x_j | z], where columns are independent, and a row has one category.
        private func secondMoment(_ mean: [Double], _ i: Int, _ j: Int) -> Double {
            if i == j { return i < 2 ? mean[i] * mean[i] + scales[i] * scales[i] : mean[i] }
            return min(i, j) >= 3 ? 0 : mean[i] * mean[j]
        }

        /// P(x ≤ number) of a continuous feature.
        func cumulative(_ feature: Int, _ number: Double) -> Double {
            expectation { normalCumulative((number - $0[feature]) / scales[feature]) }
        }
    }
}
