import Foundation
import Lacuna

/// p(x1 | x2, x1 is missing) of a problem, by sums over a grid.
struct ExactConditional {
    private let places: [Double]
    /// The share of all mass up to each place.
    private var cumulative: [Double]
    /// E[x1 | x2, x1 is missing].
    let mean: Double

    private static let reach = 10.0
    private static let step = 0.005

    /// The conditional at a value of x2.
    init(_ problem: ToyProblem, given x2: Double) {
        // Places lie between the points of the grid, so that none lies on a boundary through 0.
        let count = Int(2 * Self.reach / Self.step)
        let places = (0..<count).map { -Self.reach + (Double($0) + 0.5) * Self.step }
        let logMasses = places.map { x1 in
            problem.isMissing((x1, x2)) ? problem.logDensity(at: (x1, x2)) : -Double.infinity
        }
        let largest = logMasses.max() ?? 0
        let masses = logMasses.map { largest == -.infinity ? 1 : exp($0 - largest) }
        let total = masses.reduce(0, +)
        var sum = 0.0
        cumulative = masses.map { mass in
            sum += mass / total
            return sum
        }
        self.places = places
        mean = zip(places, masses).reduce(0) { $0 + $1.0 * $1.1 } / total
    }

    /// A draw of x1.
    func sample(using stream: inout RandomStream) -> Double {
        let level = stream.uniform()
        var low = 0, high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] < level { low = middle + 1 } else { high = middle }
        }
        return places[low]
    }
}
