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
    let model: ComposedModel
    /// What hides cells; `nil` where missingness is ignorable.
    let masking: KnownMasking?

    static let scales = [0.4, 0.6]

    /// Curves that hide cells of every kind by their values, so that leaving them out shows.
    static let masking = KnownMasking(
        slopes: [1.5, -2, 2, 1.5, -1, 0.3], offsets: [0.3, 0.2, -1, 0])

    /// The model.
    ///
    /// - Parameters:
    ///   - masking: What hides cells, without parameters of its own; `nil` for an ignorable missingness.
    ///   - integration: How the missing cells leave it.
    init(masking: KnownMasking? = nil, integration: MissingnessIntegration = .sampled) throws {
        example = try OneLatentModel(GaussianSharedScaleObservation())
        var model = example.model
        if let masking { model.missingness = masking }
        model.integration = integration
        self.model = model
        self.masking = masking
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

    /// Which cells of rows are observed: 1 or 0 of each feature, drawn given their values.
    func patterns(of rows: [[Double]], seed: UInt64) -> [[UInt8]] {
        var stream = RandomStream(seed: seed)
        return rows.map { row in
            model.layout.entries.flatMap { column in
                let isMissing = stream.uniform() < masking?.probability(column, row) ?? 0
                return column.features.map { _ in isMissing ? UInt8(0) : 1 }
            }
        }
    }

    /// p(x_m | x_o), or p(x_m | x_o, s), by the trapezoidal rule over z.
    func conditional(_ row: [Double], _ observed: [Double]) throws -> Conditional {
        let count = 200, end = 8.0
        let features = FactorAnalysis.places(observed, 0)
        var masses: [Double] = [], cells: [MaskedCells] = []
        for index in 0...count {
            let z = end * (2 * Double(index) / Double(count) - 1)
            let (logDensity, mean) = try example.decode(z, row, observed)
            cells.append(MaskedCells(mean, features, masking))
            masses.append(exp(logDensity - 0.5 * z * z) * (cells.last?.mass ?? 1))
        }
        let total = masses.reduce(0, +)
        return Conditional(shares: masses.map { $0 / total }, cells: cells, features: features, masking: masking)
    }

    /// A mixture over nodes of z, of the missing features.
    struct Conditional {
        /// The share of each node.
        let shares: [Double]
        /// The cells at each node.
        let cells: [MaskedCells]
        /// The missing features.
        let features: [Int]
        let masking: KnownMasking?

        private func expectation(_ value: (MaskedCells) -> Double) -> Double {
            zip(shares, cells).reduce(0) { $0 + $1.0 * value($1.1) }
        }

        /// The means of the missing features: of those that are not continuous, probabilities.
        var mean: [Double] { features.map { feature in expectation { $0.mean[feature] } } }

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
        private func secondMoment(_ cells: MaskedCells, _ i: Int, _ j: Int) -> Double {
            if i == j { return i < 2 ? cells.squares[i] : cells.mean[i] }
            return min(i, j) >= 3 ? 0 : cells.mean[i] * cells.mean[j]
        }

        /// P(x ≤ number) of a continuous feature, as a function of the number.
        func cumulative(_ feature: Int) -> (Double) -> Double {
            guard let masking else {
                return { number in
                    expectation { normalCumulative((number - $0.location[feature]) / scales[feature]) }
                }
            }
            let step = 0.02, end = 8.0
            let nodes = zip(shares, cells).filter { $0.0 > 1e-12 }
            let densities = (0...Int(2 * end / step)).map { place in
                let number = Double(place) * step - end
                let density = nodes.reduce(0) { sum, node in
                    let distance = (number - node.1.location[feature]) / scales[feature]
                    return sum + node.0 / node.1.masses[feature] * exp(-0.5 * distance * distance)
                }
                return density * masking.probability(feature, number)
            }
            return GriddedDistribution(start: -end, step: step, densities: densities).cumulative
        }
    }

    /// The cells of a row at a node of z, given that those of some features are missing.
    struct MaskedCells {
        /// Their means where nothing is said of missingness.
        let location: [Double]
        /// Their means.
        private(set) var mean: [Double]
        /// The mean squares of the continuous ones.
        private(set) var squares: [Double]
        /// The probability that each of the continuous ones is missing, where it is.
        private(set) var masses = [1.0, 1]
        /// The probability that all are missing that are.
        private(set) var mass = 1.0

        init(_ location: [Double], _ missing: [Int], _ masking: KnownMasking?) {
            self.location = location
            mean = location
            squares = (0..<2).map { location[$0] * location[$0] + scales[$0] * scales[$0] }
            guard let masking else { return }
            for feature in missing where feature < 2 {
                var sums = [0.0, 0, 0]
                for place in -32...32 {
                    let node = Double(place) / 4
                    let number = location[feature] + scales[feature] * node
                    let share = exp(-0.5 * node * node) * masking.probability(feature, number)
                    for power in 0..<3 { sums[power] += share * pow(number, Double(power)) }
                }
                masses[feature] = sums[0] / (4 * (2 * Double.pi).squareRoot())
                mean[feature] = sums[1] / sums[0]
                squares[feature] = sums[2] / sums[0]
                mass *= masses[feature]
            }
            if missing.contains(2) {
                let odd = location[2] * masking.probability(2, 1), even = (1 - location[2]) * masking.probability(2, 0)
                mean[2] = odd / (odd + even)
                mass *= odd + even
            }
            if missing.contains(3) {
                let shares = (3..<6).map { category in
                    location[category] / (1 + exp(-masking.slopes[category] - masking.offsets[3]))
                }
                let total = shares.reduce(0, +)
                for category in 0..<3 { mean[3 + category] = shares[category] / total }
                mass *= total
            }
        }
    }
}
