import Foundation

/// A square grid over two latents.
struct LatentPlane {
    /// The square reaches from −end to end.
    let end = 4.0
    /// Points a side.
    let side = 121

    /// All points, by the second latent and within it by the first: z1, z2, z1, z2, …
    var points: [Double] {
        (0..<side).flatMap { row in (0..<side).flatMap { [coordinate($0), coordinate(row)] } }
    }

    /// The place of a point along an axis.
    func coordinate(_ index: Int) -> Double { -end + 2 * end * Double(index) / Double(side - 1) }

    /// Masses of the points, which sum to 1, from a log-density up to a constant.
    func masses(_ logDensity: [Double]) -> [Double] {
        let largest = logDensity.max() ?? 0
        let weights = logDensity.map { exp($0 - largest) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// The mass of a point above which all points together hold a share of the mass.
    func level(holding share: Double, of masses: [Double]) -> Double {
        var sum = 0.0
        for mass in masses.sorted(by: >) {
            sum += mass
            if sum >= share { return mass }
        }
        return 0
    }

    /// KL(p ‖ normal with the mean and covariance of p), in nats: 0 for a normal distribution that lies within the square.
    func distanceFromNormal(_ masses: [Double]) -> Double {
        var mean = [0.0, 0.0], second = [0.0, 0.0, 0.0], entropy = 0.0
        let points = points
        for (index, mass) in masses.enumerated() where mass > 0 {
            let x = points[2 * index], y = points[2 * index + 1]
            mean[0] += mass * x
            mean[1] += mass * y
            second[0] += mass * x * x
            second[1] += mass * x * y
            second[2] += mass * y * y
            entropy -= mass * log(mass)
        }
        let determinant =
            (second[0] - mean[0] * mean[0]) * (second[2] - mean[1] * mean[1])
            - (second[1] - mean[0] * mean[1]) * (second[1] - mean[0] * mean[1])
        let spacing = 2 * end / Double(side - 1)
        // The normal entropy of that covariance less the entropy of the density.
        return 1 + log(2 * Double.pi) + 0.5 * log(determinant) - (entropy + 2 * log(spacing))
    }

    /// Pieces of the line on which the masses equal a level, each from one edge of a cell to another (marching squares).
    func contour(_ masses: [Double], at level: Double) -> [(from: (x: Double, y: Double), to: (x: Double, y: Double))] {
        var pieces: [(from: (x: Double, y: Double), to: (x: Double, y: Double))] = []
        for row in 0..<side - 1 {
            for column in 0..<side - 1 {
                let corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
                let values = corners.map { masses[(row + $0.1) * side + column + $0.0] - level }
                var crossings: [(x: Double, y: Double)] = []
                for edge in 0..<4 {
                    let a = values[edge], b = values[(edge + 1) % 4]
                    guard (a > 0) != (b > 0) else { continue }
                    let share = a / (a - b)
                    let start = corners[edge], stop = corners[(edge + 1) % 4]
                    crossings.append(
                        (
                            x: Double(column + start.0) + share * Double(stop.0 - start.0),
                            y: Double(row + start.1) + share * Double(stop.1 - start.1)
                        ))
                }
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    pieces.append((crossings[pair], crossings[pair + 1]))
                }
            }
        }
        return pieces
    }
}
