import LacunaTensors
import Testing

/// Every operation's gradient against central differences in 64 bits, with broadcasting, views and shared operands.
@Suite struct OperationGradientTests {
    static let wide = TensorShape(rows: 2, samples: 3, features: 4)

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var inputs: [(TensorShape, [Double])]
        var expression: @Sendable (Tape, [Tensor]) -> Tensor
        var testDescription: String { name }
    }

    static func unary(
        _ name: String, _ low: Double, _ high: Double, _ expression: @escaping @Sendable (Tensor) -> Tensor
    ) -> Case {
        Case(name: name, inputs: [numbers(wide, low: low, high: high)]) { expression($1[0]) }
    }

    static let unary: [Case] = [
        unary("negate", -1.5, 1.5) { -$0 },
        unary("squared", -1.5, 1.5) { $0.squared() },
        unary("exp", -2, 2) { $0.exp() },
        unary("expMinusOne", -2, 2) { $0.expMinusOne() },
        unary("log", 0.2, 3) { $0.log() },
        unary("logOnePlus", -0.7, 3) { $0.logOnePlus() },
        unary("tanh", -2, 2) { $0.tanh() },
        unary("sigmoid", -3, 3) { $0.sigmoid() },
        unary("softplus", -3, 3) { $0.softplus() },
        unary("logSigmoid", -3, 3) { $0.logSigmoid() },
        unary("relu", -1.5, 1.5) { $0.relu() },
        unary("erf", -2, 2) { $0.erf() },
        unary("normalCDF", -2, 2) { $0.normalCDF() },
        unary("logGamma", 0.3, 6) { $0.logGamma() },
        unary("digamma", 0.3, 6) { $0.digamma() },
        unary("logGammaHalfDifference", 0.5, 20) { $0.logGammaHalfDifference() },
        unary("squareRoot", 0.3, 4) { $0.squareRoot() },
        unary("reciprocal", 0.3, 4) { $0.reciprocal() },
        unary("magnitude", 0.3, 4) { $0.magnitude() },
        unary("affine", -1, 1) { 2 * $0 - 3 },
        unary("divided", -1, 1) { $0 / 3 + 1 },
        unary("elu", -1.5, 1.5) { $0.activated(by: .elu) },
        unary("softmax", -1, 1) { $0.softmax(over: .samples) },
        unary("logSoftmax", -1, 1) { $0.logSoftmax(over: .features) },
        unary("logSumExp rows", -1, 1) { $0.logSumExp(over: .rows) },
        unary("logSumExp samples", -1, 1) { $0.logSumExp(over: .samples) },
        unary("logSumExp features", -1, 1) { $0.logSumExp(over: .features) },
        unary("logMeanExp", -1, 1) { $0.logMeanExp(over: .samples) },
        unary("runningSum", -1, 1) { $0.runningSum(over: .samples) },
        unary("mean", -1, 1) { $0.mean(over: .rows) },
        unary("sum", -1, 1) { $0.sum(over: .samples) },
        unary("grouped", -1, 1) { $0.logSoftmax(groups: [1, 3]) },
        unary("grouped slice", -1, 1) { $0.features(1..<4).logSoftmax(groups: [1, 2]) },
        unary("slice", -1, 1) { $0.slice(1..<3, along: .samples).squared() },
        unary("strided unary", -1, 1) { $0.features(1..<3).tanh() },
        unary("transposed", -1, 1) { $0.transposed().squared() },
        unary("reshaped", -1, 1) {
            $0.reshaped(to: TensorShape(rows: 4, samples: 2, features: 3)).runningSum(over: .rows)
        },
        unary("gather", -1, 1) { $0.gather([2, 0, 0, 1], along: .samples).exp() },
        unary("copied twice", -1, 1) { $0 * $0 + $0 },
        unary("gate", -1, 1) { x in
            let gate = x.gradientGate()
            gate.setFactor(x.tape.constant(1))
            return gate.output.exp()
        },
        unary("self product", -1, 1) { $0.slice(0..<1, along: .samples) * $0 },
    ]

    static let broadcasts: [TensorShape] = [
        wide, TensorShape(features: 4), TensorShape(rows: 2), TensorShape(samples: 3, features: 4),
        TensorShape(rows: 2, samples: 1, features: 4), .scalar,
    ]

    static let binary: [Case] = broadcasts.flatMap { shape in
        [
            binary("+", shape) { $0 + $1 }, binary("-", shape) { $0 - $1 }, binary("*", shape) { $0 * $1 },
            binary("/", shape) { $0 / $1 }, binary("maximum", shape) { $0.tape.maximum($0, $1) },
            binary("minimum", shape) { $0.tape.minimum($0, $1) },
            binary("select", shape) { x, y in
                let pattern = (0..<24).map { $0 % 3 == 0 ? 1.0 : 0.0 }
                return x.tape.select(x.tape.constant(pattern, wide), x, else: y)
            },
            binary("concatenate", shape) { x, y in
                x.tape.concatenate([x.exp(), y.broadcast(to: wide)], along: .samples)
            },
        ]
    }

    static func binary(
        _ name: String, _ shape: TensorShape, _ operation: @escaping @Sendable (Tensor, Tensor) -> Tensor
    ) -> Case {
        Case(
            name: "\(name) \(shape)",
            inputs: [numbers(wide, seed: 2, low: 0.5, high: 2), numbers(shape, seed: 3, low: 0.6, high: 1.9)]
        ) { operation($1[0], $1[1]) }
    }

    static let others: [Case] = [
        Case(
            name: "matrix product shared",
            inputs: [numbers(wide), numbers(TensorShape(samples: 4, features: 5), seed: 4)]
        ) { $1[0].matrixProduct($1[1]) },
        Case(
            name: "matrix product by row",
            inputs: [numbers(wide), numbers(TensorShape(rows: 2, samples: 4, features: 5), seed: 4)]
        ) { $1[0].matrixProduct($1[1]) },
        Case(
            name: "gaussian",
            inputs: [
                numbers(TensorShape(rows: 2, features: 4)), numbers(wide, seed: 5),
                numbers(wide, seed: 6, low: 0.4, high: 2),
            ]
        ) { $0.gaussianLogDensity($1[0], observed: pattern($0), mean: $1[1], standardDeviation: $1[2]) },
        Case(
            name: "gaussian with shared scale",
            inputs: [
                numbers(wide), numbers(.scalar, seed: 5), numbers(TensorShape(features: 4), seed: 6, low: 0.4, high: 2),
            ]
        ) { $0.gaussianLogDensity($1[0], mean: $1[1], standardDeviation: $1[2]) },
        Case(
            name: "studentT",
            inputs: [
                numbers(TensorShape(rows: 2, features: 4)), numbers(wide, seed: 5),
                numbers(wide, seed: 6, low: 0.4, high: 2), numbers(wide, seed: 7, low: 2, high: 30),
            ]
        ) {
            $0.studentTLogDensity(
                $1[0], observed: pattern($0), location: $1[1], scale: $1[2], degreesOfFreedom: $1[3])
        },
        Case(
            name: "studentT from slices of one head",
            inputs: [numbers(TensorShape(rows: 2, samples: 3, features: 12), low: 0.5, high: 2)]
        ) {
            $0.studentTLogDensity(
                $0.constant(0.3), location: $1[0].features(0..<4), scale: $1[0].features(4..<8).softplus(),
                degreesOfFreedom: $1[0].features(8..<12) + 2)
        },
        Case(
            name: "bernoulli",
            inputs: [
                numbers(TensorShape(rows: 2, features: 4), low: 0.1, high: 0.9),
                numbers(wide, seed: 5, low: -4, high: 4),
            ]
        ) { $0.bernoulliLogDensity($1[0], observed: pattern($0), logit: $1[1]) },
        Case(
            name: "cholesky",
            inputs: [
                numbers(TensorShape(rows: 2, samples: 3, features: 3)),
                numbers(TensorShape(rows: 2, samples: 3, features: 2), seed: 8),
            ]
        ) { tape, inputs in
            // Symmetric and positive definite by construction: differences then stay within such matrices.
            let identity = tape.constant([2, 0, 0, 0, 2, 0, 0, 0, 2], TensorShape(samples: 3, features: 3))
            return (inputs[0].matrixProduct(inputs[0].transposed()) + identity).choleskySolve(inputs[1])
        },
        Case(
            name: "noise", inputs: [numbers(wide, low: 0.5, high: 2)]
        ) { tape, inputs in
            tape.normalNoise(wide, purpose: "z") * inputs[0] + tape.uniformNoise(wide, purpose: "u")
                * inputs[0].squared()
        },
    ]

    static func pattern(_ tape: Tape) -> Tensor {
        tape.constant([1, 0, 1, 1, 0, 0, 1, 1], TensorShape(rows: 2, features: 4))
    }

    @Test(arguments: unary + binary + others)
    func gradientAgreesWithDifferences(_ example: Case) throws {
        let deviation = try gradientDeviation(example.inputs, example.expression)
        #expect(deviation < 1e-7, "\(example.name) deviates by \(deviation)")
    }
}
