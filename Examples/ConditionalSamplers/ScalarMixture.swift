import Foundation
import Lacuna

/// A mixture of normals on the line.
struct ScalarMixture {
    /// One normal with its weight; the weights of a mixture sum to 1.
    struct Component {
        var weight: Double
        var mean: Double
        var standardDeviation: Double
    }

    var components: [Component]

    /// The density at a point.
    func density(at point: Double) -> Double {
        components.reduce(0) { sum, component in
            let distance = (point - component.mean) / component.standardDeviation
            return sum + component.weight * exp(-0.5 * distance * distance)
                / (component.standardDeviation * (2 * Double.pi).squareRoot())
        }
    }

    /// The mixture of the sum of a draw and an independent normal: what a kernel estimate of the density has as its mean.
    func smoothed(by bandwidth: Double) -> ScalarMixture {
        ScalarMixture(
            components: components.map { component in
                var wider = component
                wider.standardDeviation = hypot(component.standardDeviation, bandwidth)
                return wider
            })
    }

    /// An interval outside of which no component of any weight reaches, by 9 of its standard deviations.
    var support: ClosedRange<Double> {
        let ends = components.filter { $0.weight > 1e-12 }.map { component in
            (component.mean - 9 * component.standardDeviation, component.mean + 9 * component.standardDeviation)
        }
        let low = ends.map(\.0).min() ?? -1, high = ends.map(\.1).max() ?? 1
        return low...max(low, high)
    }

    /// A draw.
    func sample(using stream: inout RandomStream) -> Double {
        var rest = stream.uniform()
        let component = components.first { component in
            rest -= component.weight
            return rest < 0
        }
        guard let chosen = component ?? components.last else { return 0 }
        return chosen.mean + chosen.standardDeviation * stream.normal()
    }
}
