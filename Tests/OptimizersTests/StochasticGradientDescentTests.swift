import Lacuna
import LacunaTestKit
import Testing

@Suite struct StochasticGradientDescentTests {
    private static func optimizer(_ momentum: Double) -> StochasticGradientDescent {
        var optimizer = StochasticGradientDescent()
        optimizer.momentum = momentum
        return optimizer
    }

    @Test(arguments: [0.0, 0.9]) func keepsItsContract(_ momentum: Double) {
        let report = checkOptimizer(Self.optimizer(momentum))
        #expect(report.passed, "\(report)")
    }

    /// v ← μ v + g, x ← x − η v.
    @Test(arguments: [0.0, 0.8]) func stepsFollowTheRecursion(_ momentum: Double) throws {
        var x = -0.3, velocity = 0.0
        let wanted = someGradients.map { raw -> Double in
            velocity = momentum * velocity + 2 * raw
            x -= 0.1 * velocity
            return x
        }
        let found = try steps(
            Self.optimizer(momentum), start: -0.3, gradients: someGradients, learningRate: 0.1, gradientScale: 2)
        #expect(distance(found, wanted) < 1e-12)
    }

    @Test func nonsenseIsRefused() {
        var optimizer = Self.optimizer(1)
        optimizer.learningRate = -1
        #expect(optimizer.allProblems().map(\.key) == ["learningRate", "momentum"])
    }
}
