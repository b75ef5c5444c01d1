import LacunaCore

/// Points and weights for integrals: the trapezoidal rule after a change of variables that suits the range.
///
/// On the line it is x = centre + sinh t. The rule converges fast for smooth integrands, and the hyperbolic sine reaches far
/// into heavy tails: the ends lie 80 000 from the centre. A range that ends has the double exponential rules of Takahasi
/// and Mori (1974), which need nothing of the integrand at the ends; atoms are points of weight 1.
struct Quadrature {
    /// In rising order.
    private(set) var points: [Double]
    private(set) var weights: [Double]
    /// Which of the points are atoms, so that their density is a probability.
    private(set) var atoms: Set<Int> = []

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

    /// An integral over a measure; on the whole line, points are densest near the centre.
    init(over measure: ColumnMeasure, centre: Double) {
        let low = measure.range.lowerBound, high = measure.range.upperBound
        switch (low.isFinite, high.isFinite) {
        case (false, false): self.init(centre: centre)
        case (true, false): self.init(from: low, sign: 1)
        case (false, true): self.init(from: high, sign: -1)
        case (true, true): self.init(from: low, to: high)
        }
        for atom in Set(measure.atoms).sorted() {
            let place = points.firstIndex { $0 >= atom } ?? points.count
            points.insert(atom, at: place)
            weights.insert(1, at: place)
            atoms.insert(place)
        }
    }

    /// A half-line: |x − end| = exp(2 sinh t).
    private init(from end: Double, sign: Double) {
        let step = 0.0025
        let nodes = stride(from: -3.3, through: 2.45, by: step).map { t -> (Double, Double) in
            let up = Double.exp(t), down = Double.exp(-t)
            let distance = Double.exp(up - down)
            return (end + sign * distance, distance * (up + down) * step)
        }
        let ordered = sign > 0 ? nodes : nodes.reversed()
        points = ordered.map(\.0)
        weights = ordered.map(\.1)
    }

    /// An interval: x = low + (high − low) / (1 + exp(−π sinh t)).
    private init(from low: Double, to high: Double) {
        let step = 0.0025
        let nodes = stride(from: -2.9, through: 2.9, by: step).map { t -> (Double, Double) in
            let up = Double.exp(t), down = Double.exp(-t)
            let power = Double.exp(-.pi / 2 * abs(up - down))
            let near = 1 / (1 + power), far = power / (1 + power)
            let share = t >= 0 ? near : far
            return (low + (high - low) * share, (high - low) * near * far * .pi / 2 * (up + down) * step)
        }
        points = nodes.map(\.0)
        weights = nodes.map(\.1)
    }
}

/// A distribution on the line as its density says: mass, mean and distribution function by quadrature.
struct TabulatedDistribution {
    let points: [Double]
    /// The integral over all points.
    let mass: Double
    /// The integral of x times the density.
    let mean: Double
    /// The probability of lying below each point.
    private let cumulative: [Double]
    /// The places of the atoms among the points, with the probability of each.
    private let atoms: [(place: Int, probability: Double)]

    /// The deviation of the mass from 1 up to which a density counts as normalised.
    static let tolerance = 1e-4

    init(_ quadrature: Quadrature, logDensities: [Double]) {
        points = quadrature.points
        var mass = 0.0, mean = 0.0
        var cumulative: [Double] = []
        var atoms: [(place: Int, probability: Double)] = []
        for (index, logDensity) in logDensities.enumerated() {
            let share = Double.exp(logDensity) * quadrature.weights[index]
            // Up to a point itself: half of its own share, and nothing of an atom.
            let isAtom = quadrature.atoms.contains(index)
            cumulative.append(isAtom ? mass : mass + share / 2)
            if isAtom { atoms.append((index, share)) }
            mass += share
            mean += share * quadrature.points[index]
        }
        self.mass = mass
        self.mean = mean
        self.cumulative = cumulative
        self.atoms = atoms
    }

    var isNormalised: Bool { abs(mass - 1) <= Self.tolerance }

    /// Points with the probability below each: some in the middle, and some far out in both tails.
    func levels() -> [(point: Double, probability: Double)] {
        [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999].map { level in
            var place = cumulative.firstIndex { $0 >= mass * level } ?? points.count - 1
            // A number of 32 bits does not tell a point beside an atom from the atom.
            while place < points.count - 1, isBesideAtom(place) { place += 1 }
            return (points[place], cumulative[place])
        }
    }

    /// Each atom and the next number of 32 bits, with the probability below both.
    func atomLevels() -> [(point: Double, probability: Double)] {
        atoms.flatMap { atom in
            let point = points[atom.place], below = cumulative[atom.place]
            return [(point, below), (Double(Float(point).nextUp), below + atom.probability)]
        }
    }

    private func isBesideAtom(_ place: Int) -> Bool {
        atoms.contains { atom in
            let distance = abs(points[place] - points[atom.place])
            return atom.place != place && distance <= 1e-4 * (1 + abs(points[atom.place]))
        }
    }
}
