import Lacuna
import LacunaTestKit
import Testing

@Suite struct AdamOptimizerTests {
    @Test(arguments: [false, true]) func keepsItsContract(_ amsgrad: Bool) {
        var optimizer = AdamOptimizer()
        optimizer.amsgrad = amsgrad
        let report = checkOptimizer(optimizer)
        #expect(report.passed, "\(report)")
    }

    /// The recursion of the papers, one number at a time; AMSGrad keeps the largest second moment before its correction.
    @Test(arguments: [(false, 0.0), (true, 0), (false, 0.1)])
    func stepsFollowTheRecursion(_ amsgrad: Bool, _ weightDecay: Double) throws {
        var optimizer = AdamOptimizer()
        optimizer.amsgrad = amsgrad
        optimizer.weightDecay = weightDecay
        let rate = 0.05
        var x = 0.7, first = 0.0, second = 0.0, largest = 0.0
        var power1 = 1.0, power2 = 1.0
        let wanted = someGradients.map { raw -> Double in
            let gradient = 0.5 * raw
            first = 0.9 * first + 0.1 * gradient
            second = 0.999 * second + 0.001 * gradient * gradient
            largest = max(largest, second)
            power1 *= 0.9
            power2 *= 0.999
            let corrected = (amsgrad ? largest : second) / (1 - power2)
            x -= rate * (first / (1 - power1) / (corrected.squareRoot() + 1e-8) + weightDecay * x)
            return x
        }
        let found = try steps(
            optimizer, start: 0.7, gradients: someGradients, learningRate: rate, gradientScale: 0.5)
        #expect(distance(found, wanted) < 1e-12)
    }

    @Test func nonsenseIsRefused() {
        var optimizer = AdamOptimizer()
        optimizer.learningRate = 0
        optimizer.beta1 = 1
        optimizer.beta2 = -0.1
        optimizer.epsilon = 0
        optimizer.weightDecay = -1
        #expect(optimizer.allProblems().map(\.key) == ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"])
    }
}
