import Foundation
import Lacuna

/// A mixture of normals in the plane, read from a file.
struct PlaneMixture: Configurable {
    static let keyDescriptions = [
        KeyDescription("weights", "weights of the components, which are divided by their sum", .above(0)),
        KeyDescription("means", "means, two numbers a component"),
        KeyDescription("covariances", "covariance matrices, four numbers a component, by rows"),
    ]

    /// Weights of the components; they are divided by their sum.
    var weights: [Double] = []
    /// Means, two numbers a component.
    var means: [[Double]] = []
    /// Covariance matrices, four numbers a component, by rows.
    var covariances: [[Double]] = []

    func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if weights.isEmpty {
            problems.append(ConfigurationProblem(key: "weights", message: "must be at least one number, not []"))
        }
        if means.count != weights.count || means.contains(where: { $0.count != 2 }) {
            problems.append(ConfigurationProblem(key: "means", message: "must be two numbers for each weight"))
        }
        let isCovariance = { (matrix: [Double]) in
            matrix.count == 4 && matrix[1] == matrix[2] && matrix[0] > 0
                && matrix[0] * matrix[3] > matrix[1] * matrix[2]
        }
        if covariances.count != weights.count || !covariances.allSatisfy(isCovariance) {
            problems.append(
                ConfigurationProblem(
                    key: "covariances",
                    message: "must be four numbers for each weight, a symmetric and positive definite matrix by rows"))
        }
        return problems
    }

    /// The distribution of one coordinate, the other not known.
    func marginal(of coordinate: Int) -> ScalarMixture {
        let total = weights.reduce(0, +)
        return ScalarMixture(
            components: weights.indices.map { index in
                ScalarMixture.Component(
                    weight: weights[index] / total, mean: means[index][coordinate],
                    standardDeviation: covariances[index][3 * coordinate].squareRoot())
            })
    }

    /// The distribution of the other coordinate where one is known.
    ///
    /// - Parameters:
    ///   - coordinate: The known coordinate, 0 or 1.
    ///   - value: Its value.
    func conditional(given coordinate: Int, at value: Double) -> ScalarMixture {
        let other = 1 - coordinate
        let known = marginal(of: coordinate).components
        // Logarithms, so that a value far from all components still has one that is nearest.
        let logShares = known.map { component in
            let distance = (value - component.mean) / component.standardDeviation
            return log(component.weight / component.standardDeviation) - 0.5 * distance * distance
        }
        let largest = logShares.max() ?? 0
        let total = logShares.reduce(0) { $0 + exp($1 - largest) }
        return ScalarMixture(
            components: weights.indices.map { index in
                let slope = covariances[index][1] / covariances[index][3 * coordinate]
                return ScalarMixture.Component(
                    weight: exp(logShares[index] - largest) / total,
                    mean: means[index][other] + slope * (value - means[index][coordinate]),
                    standardDeviation: (covariances[index][3 * other] - slope * covariances[index][1]).squareRoot())
            })
    }

    /// log p(x1, x2) in nats.
    func logDensity(at point: [Double]) -> Double {
        log(marginal(of: 0).density(at: point[0])) + log(conditional(given: 0, at: point[0]).density(at: point[1]))
    }

    /// A draw.
    func sample(using stream: inout RandomStream) -> [Double] {
        let first = marginal(of: 0).sample(using: &stream)
        return [first, conditional(given: 0, at: first).sample(using: &stream)]
    }
}
