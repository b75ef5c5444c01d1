import LacunaCore

/// log Φ(x), the logarithm of the standard normal mass below x, of the cells that are wanted; 0 of the others, at no cost.
///
/// Inputs: x, and 1 where it is wanted, else 0, repeated to a common shape. The relative error in 64 bits is below 1e-12 for x
/// from −1e154 to 37.5, also where Φ itself is long 0. Below, x² overflows and log Φ is −∞; above, log Φ = −Φ(−x) is less than
/// the smallest normal number and loses digits until it is 0. What stands in a cell that is not wanted, NaN included,
/// influences nothing.
struct LogNormalTail: DifferentiableFunction {
    func outputShape(of inputs: [TensorShape]) -> TensorShape? {
        inputs.count == 2 ? inputs[0].broadcast(with: inputs[1]) : nil
    }

    func forward<Scalar: TensorScalar>(_ inputs: FunctionInputs<Scalar>, into output: FunctionCells<Scalar>) {
        let x = RepeatedCells(inputs[0]), wanted = RepeatedCells(inputs[1])
        output.forEachCell { row, sample, feature in
            let isWanted = wanted[row, sample, feature] != 0
            output[row, sample, feature] = isWanted ? Scalar(Self.logMass(below: Double(x[row, sample, feature]))) : 0
        }
    }

    func backward<Scalar: TensorScalar>(
        _ inputs: FunctionInputs<Scalar>, output: FunctionCells<Scalar>, outputGradient: FunctionCells<Scalar>,
        into gradients: FunctionGradients<Scalar>
    ) {
        guard let cells = gradients[0] else { return }
        let x = RepeatedCells(inputs[0]), wanted = RepeatedCells(inputs[1]), gradient = RepeatedCells(cells)
        output.forEachCell { row, sample, feature in
            guard wanted[row, sample, feature] != 0 else { return }
            let slope = Self.densityOverMass(below: Double(x[row, sample, feature]))
            gradient[row, sample, feature] += Scalar(slope) * outputGradient[row, sample, feature]
        }
    }

    /// log Φ(x), in nats.
    static func logMass(below x: Double) -> Double {
        guard x < 0 else { return Double.log(onePlus: -mass(beyond: x)) }
        return -x < tailStart
            ? Double.log(mass(beyond: -x)) : -0.5 * x * x - logNormaliser + Double.log(massOverDensity(beyond: -x))
    }

    /// The derivative of log Φ(x): φ(x) / Φ(x), which nears −x far in the tail.
    static func densityOverMass(below x: Double) -> Double {
        if -x >= tailStart { return 1 / massOverDensity(beyond: -x) }
        return density(x) / (x < 0 ? mass(beyond: -x) : 1 - mass(beyond: x))
    }

    /// The mass beyond a distance of at least 0.
    private static func mass(beyond distance: Double) -> Double {
        distance < tailStart
            ? 0.5 * (1 - Double.erf(distance * 0.5.squareRoot()))
            : density(distance) * massOverDensity(beyond: distance)
    }

    /// Mills' ratio by its continued fraction 1/(d + 1/(d + 2/(d + 3/(d + …)))); from `tailStart` on, 50 levels do.
    private static func massOverDensity(beyond distance: Double) -> Double {
        var fraction = distance
        for level in stride(from: 50.0, to: 0, by: -1) { fraction = distance + level / fraction }
        return 1 / fraction
    }

    private static func density(_ x: Double) -> Double { Double.exp(-0.5 * x * x - logNormaliser) }

    /// Where 1 − erf has lost three digits, and the continued fraction has become fast.
    private static let tailStart = 3.0
    /// log(2π) / 2.
    private static let logNormaliser = 0.91893853320467274178
}

/// Cells of a tensor, repeated along the axes in which its extent is 1.
private struct RepeatedCells<Scalar: TensorScalar> {
    private let cells: FunctionCells<Scalar>
    /// The last index along each axis, which is that of every cell where the extent is 1.
    private let last: TensorShape

    init(_ cells: FunctionCells<Scalar>) {
        self.cells = cells
        let shape = cells.shape
        last = TensorShape(rows: shape.rows - 1, samples: shape.samples - 1, features: shape.features - 1)
    }

    subscript(row: Int, sample: Int, feature: Int) -> Scalar {
        get { cells[min(row, last.rows), min(sample, last.samples), min(feature, last.features)] }
        nonmutating set {
            cells[min(row, last.rows), min(sample, last.samples), min(feature, last.features)] = newValue
        }
    }
}
