import Lacuna
import LacunaTestKit
import Testing

@testable import DetectionLimits

@Suite struct LogNormalTailTests {
    /// x, log Φ(x) and φ(x) / Φ(x), made with 800-digit arithmetic (mpmath 1.3) as log(erfc(−x/√2)/2) and its derivative.
    private static let golden: [(x: Double, logMass: Double, slope: Double)] = [
        (-100000000.0, -5000000000000019.3, 100000000.00000001),
        (-1000.0, -500007.82669481218, 1000.000999998),
        (-38.5, -745.69527029041108, 38.525939096854494),
        (-10.0, -53.231285150512471, 10.098093233962512),
        (-5.25, -16.391880010037793, 5.4286553883860983),
        (-3.0000000000000004, -6.607726221510351, 3.2830986549304369),
        (-3.0, -6.6077262215103495, 3.2830986549304365),
        (-2.9999999999999996, -6.6077262215103481, 3.2830986549304361),
        (-1.0, -1.8410216450092635, 1.5251352761609812),
        (-1e-09, -0.69314718135782987, 0.79788456143948513),
        (0.0, -0.69314718055994531, 0.79788456080286536),
        (0.4, -0.42247637022777605, 0.56188270379696286),
        (1.0, -0.17275377902344989, 0.28759997093917836),
        (2.75, -0.002984211568374192, 0.0091207401477598336),
        (3.0, -0.0013508099647481938, 0.0044378390421256638),
        (3.5, -0.00023265614137680455, 0.000872885753654736),
        (8.0, -6.2209605742717861e-16, 5.0522710835368954e-15),
        (20.0, -2.7536241186062337e-89, 5.5209483621597632e-88),
        (37.0, -5.7255712225245768e-300, 2.1200065515246056e-298),
    ]

    @Test func agreesWithManyDigits() {
        for point in Self.golden {
            let mass = abs(LogNormalTail.logMass(below: point.x) / point.logMass - 1)
            let slope = abs(LogNormalTail.densityOverMass(below: point.x) / point.slope - 1)
            #expect(mass < 1e-12 && slope < 1e-12, "at \(point.x): off by \(mass) and \(slope)")
        }
    }

    /// Both are monotone over the point at which the formula changes.
    @Test func formulasMeet() {
        for start in [-3.0, 3.0] {
            let points = (-50...50).map { start + Double($0) * 1e-9 }
            let masses = points.map { LogNormalTail.logMass(below: $0) }
            #expect(zip(masses, masses.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    private static let wanted = [1.0, 0, 1, 1, 1, 1]

    @Test func theGradientIsThatOfTheValue() {
        let shape = TensorShape(rows: 2, features: 3)
        let x = [-7.5, 0.3, -2.2, 0.1, 1.4, 4.5]
        let report = checkGradient(inputs: [(shape, x)]) { tape, inputs in
            tape.apply(LogNormalTail(), to: [inputs[0], tape.constant(Self.wanted, shape)])
        }
        #expect(report.passed, "\(report)")
        // One number for all cells has the sum of their gradients.
        let repeated = checkGradient(inputs: [(.scalar, [-0.7])]) { tape, inputs in
            tape.apply(LogNormalTail(), to: [inputs[0], tape.constant(Self.wanted, shape)])
        }
        #expect(repeated.passed, "\(repeated)")
    }

    @Test(arguments: Precision.allCases)
    func cellsThatAreNotWantedCountNothing(_ precision: Precision) throws {
        let tape = Tape(precision: precision)
        let x = tape.variable("x", TensorShape(features: 3))
        let result = tape.apply(LogNormalTail(), to: [x, tape.constant([1, 0, 1], TensorShape(features: 3))])
        let workspace = Workspace(try tape.finish(outputs: [result]))
        workspace.write([-1, .nan, 1e30], to: x.view)
        workspace.forward()
        let found = workspace.read(result.view)
        #expect(abs(found[0] + 1.8410216450092635) < 1e-6 && found[1] == 0 && found[2] == 0)
    }

    @Test func shapesThatDoNotFitAreAMistakeOfTheRecording() {
        let tape = Tape(precision: .float64)
        let x = tape.constant([1, 2], TensorShape(features: 2))
        _ = tape.apply(LogNormalTail(), to: [x, tape.constant([1, 0, 1], TensorShape(features: 3))])
        #expect(throws: TapeError.self) { try tape.finish() }
    }
}
