import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckGradientTests {
    private let inputs: [(TensorShape, [Double])] = [
        (TensorShape(rows: 2, features: 2), [0.3, -1.2, 0.8, 0.1]), (TensorShape(features: 2), [0.7, -0.4]),
    ]

    @Test func aRightDerivativePasses() {
        expectPass(checkGradient(inputs: inputs) { _, x in (x[0] * x[1]).tanh().sum(over: .features) })
    }

    @Test func aDoubledDerivativeIsFound() {
        expect(
            checkGradient(inputs: inputs) { _, x in x[0] + x[1].withDoubledGradient() },
            says: "the gradient with respect to input 1 deviates from central differences", "doubled")
    }

    @Test func mistakesOfTheCallerAreSaid() {
        expect(
            checkGradient(inputs: [(TensorShape(features: 3), [1])]) { $1[0] },
            says: "input 0 has 1 numbers for the shape 1×1×3", "too few numbers")
        expect(
            checkGradient(inputs: inputs) { $1[0].matrixProduct($1[0]) }, says: "it cannot be recorded", "shapes")
    }
}
