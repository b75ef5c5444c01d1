import LacunaCore

/// Points and weights for integrals over the real line: the trapezoidal rule after x = centre + sinh t.
///
/// The rule converges fast for smooth integrands, and the hyperbolic sine reaches far into heavy tails: the ends lie
/// 80 000 from the centre.
struct Quadrature {
    let points: [Double]
    let weights: [Double]

    /// The end in t and the step: near the centre, points lie one step apart.
    init(centre: Double, end: Double = 12, step: Double = 0.01) {
        let half = Int(end / step)
        var points: [Double] = [], weights: [Double] = []
        for index in -half...half {
            let t = Double(index) * step
            let up = Double.exp(t), down = Double.exp(-t)
            points.append(centre + (up - down) / 2)
            weights.append((up + down) / 2 * step)
        }
        self.points = points
        self.weights = weights
    }
}

/// A distribution on the line as its density says: mass, mean and distribution function by quadrature.
struct TabulatedDistribution {
    let points: [Double]
    /// The integral over all points.
    let mass: Double
    /// The integral of x times the density.
    let mean: Double
    private let cumulative: [Double]

    /// The deviation of the mass from 1 up to which a density counts as normalised.
    static let tolerance = 1e-4

    init(_ quadrature: Quadrature, logDensities: [Double]) {
        points = quadrature.points
        var mass = 0.0, mean = 0.0
        var cumulative: [Double] = []
        for (index, logDensity) in logDensities.enumerated() {
            let share = Double.exp(logDensity) * quadrature.weights[index]
            // Up to a point itself: half of its own share.
            cumulative.append(mass + share / 2)
            mass += share
            mean += share * quadrature.points[index]
        }
        self.mass = mass
        self.mean = mean
        self.cumulative = cumulative
    }

    var isNormalised: Bool { abs(mass - 1) <= Self.tolerance }

    /// Points with the probability below each: some in the middle, and some far out in both tails.
    func levels() -> [(point: Double, probability: Double)] {
        [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999].map { level in
            let place = min(cumulative.firstIndex { $0 >= mass * level } ?? 0, points.count - 1)
            return (points[place], cumulative[place])
        }
    }
}
