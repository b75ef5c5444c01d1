import Foundation
import Lacuna

/// The model of one latent and a mixed table with a missingness model of set numbers, and log p(x_o, s) by quadrature.
struct MaskedLatentModel {
    let example: OneLatentModel
    let store: ParameterStore
    private(set) var model: ComposedModel

    /// W of each feature and b of each ordered column: two continuous columns, a binary one, three categories.
    static let slopes = [1.6, -0.8, 1.1, 0.9, -0.7, 0.2]
    static let thresholds = [0.3, -0.4, 0.6]

    /// A model.
    ///
    /// - Parameters:
    ///   - continuous: The observation model of the continuous columns.
    ///   - posterior: The family of q.
    ///   - head: What the encoder's bias is.
    ///   - missingness: With the parameters of self-masking, or none.
    ///   - bound: What is recorded.
    init(
        _ continuous: any ObservationModel, posterior: any VariationalFamily = GaussianVariationalFamily(),
        head: [Double] = [0.1, 1.3], missingness: any MissingnessModel = SelfMasking(),
        integration: MissingnessIntegration,
        bound: any Bound = ImportanceWeightedBound(importanceSampleCount: 1, gradient: Choice(TotalGradient()))
    ) throws {
        example = try OneLatentModel(continuous, posterior: posterior, head: head, bound: bound)
        model = example.model
        model.missingness = missingness
        model.integration = integration
        store = ParameterStore(precision: .float64)
        try model.initialise(store, bound: bound, from: RandomStream(seed: 2))
        try store.copyValues(from: example.store, groups: [.encoder, .decoder])
        if store.parameter(named: "missingness.slope") != nil {
            try store.set("missingness.slope", Self.slopes)
            try store.set("missingness.threshold", Self.thresholds)
        }
    }

    /// log p(x_o, s), in nats, by the trapezoidal rule over the latent and, for each missing continuous cell, over its noise.
    func logJoint(_ row: [Double], _ observed: [Double]) throws -> Double {
        let count = 400, end = 8.0, width = 2 * end / Double(count)
        var mass = 0.0
        for index in 0...count {
            let z = -end + width * Double(index)
            let logDensity = try example.decode(z, row, observed).logDensity + logPattern(z, row, observed)
            mass += exp(logDensity - 0.5 * z * z - 0.5 * log(2 * .pi)) * width
        }
        return log(mass)
    }

    /// log p(s | z, x_o).
    func logPattern(_ z: Double, _ row: [Double], _ observed: [Double]) throws -> Double {
        var total = 0.0
        for column in 0..<2 {
            let chance = observed[column] == 1 ? seen(column, row[column]) : try unseenMean(column, z)
            total += log(chance)
        }
        let (_, mean) = try example.decode(z, row, observed)
        total += log(
            observed[2] == 1 ? seen(2, row[2]) : mean[2] * (1 - seen(2, 1)) + (1 - mean[2]) * (1 - seen(2, 0)))
        let categories = (0..<3).map { 1 / (1 + exp(Self.slopes[3 + $0])) }
        total += log(
            observed[3] == 1
                ? zip(categories, row[3...]).reduce(0) { $0 + $1.0 * $1.1 }
                : zip(categories, mean[3...]).reduce(0) { $0 + (1 - $1.0) * $1.1 })
        return total
    }

    /// P(observed) of a value.
    private func seen(_ column: Int, _ value: Double) -> Double {
        1 / (1 + exp(Self.slopes[column] * (value - Self.thresholds[column])))
    }

    /// E[P(missing)] of a continuous column given z: the trapezoidal rule after x = location + scale · sinh t.
    private func unseenMean(_ column: Int, _ z: Double) throws -> Double {
        let head = try example.head(z)
        let location = head[column], scale = example.softplus(head[2 + column]) + 1e-3
        let freedom = example.continuous is StudentTObservation ? example.softplus(head[4 + column]) + 3 : nil
        let step = 0.02
        var sum = 0.0
        for index in -500...500 {
            let t = step * Double(index)
            let noise = sinh(t)
            let logDensity: Double
            if let freedom {
                logDensity =
                    lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * .pi)
                    - (freedom + 1) / 2 * log1p(noise * noise / freedom)
            } else {
                logDensity = -0.5 * (noise * noise + log(2 * .pi))
            }
            sum += exp(logDensity) * cosh(t) * step * (1 - seen(column, location + scale * noise))
        }
        return sum
    }
}

/// Cells that are observed with chances that depend on no value.
struct ConstantMissingness: MissingnessModel {
    static let name = "testConstant"
    static let summary = "cells are missing with a chance of their column"

    /// The log-odds of being observed of each column.
    static let logOdds = [0.8, -0.3, 1.2, 0.1]

    var isIgnorable: Bool { false }

    /// log p(s) of a pattern of columns.
    static func logProbability(_ pattern: [Double]) -> Double {
        zip(pattern, logOdds).reduce(0) { $0 - log1p(exp($1.0 == 1 ? -$1.1 : $1.1)) }
    }

    func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds? {
        let width = columns.reduce(0) { $0 + $1.width }
        return OwnLogOdds(
            isExplained: columns.map { _ in true },
            slope: scope.tape.constant([Double](repeating: 0, count: width), TensorShape(features: width)),
            offset: scope.tape.constant(Self.logOdds, TensorShape(features: columns.count)))
    }

    func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        scope.tape.bernoulliLogDensity(
            pattern, logit: scope.tape.constant(Self.logOdds, TensorShape(features: columns.count)))
            + values.sum(over: .features) * 0
    }
}
