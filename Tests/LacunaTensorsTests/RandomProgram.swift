@testable import LacunaTensors

/// A program of random operations over three inputs, the same for the same seed.
struct RandomProgram {
    let inputs: [Tensor]
    /// A few tensors, some of them from the middle of the program.
    let outputs: [Tensor]

    static let shape = TensorShape(rows: 2, samples: 3, features: 4)

    init(on tape: Tape, seed: UInt64, length: Int = 24) {
        var stream = RandomStream(seed: seed)
        inputs = (0..<3).map { tape.variable("x\($0)", Self.shape) }
        var tensors = inputs
        for _ in 0..<length {
            let a = tensors[stream.integer(below: tensors.count)]
            let b = tensors[stream.integer(below: tensors.count)]
            tensors.append(Self.combine(a, b, stream.integer(below: 11)))
        }
        outputs = [tensors[length - 1], tensors[length / 2 + 3], tensors[length + 2]]
    }

    /// One of many operations; all keep the shape and the size of the numbers in bounds.
    private static func combine(_ a: Tensor, _ b: Tensor, _ choice: Int) -> Tensor {
        let tape = a.tape
        switch choice {
        case 0: return (a + b) * 0.7
        case 1: return (a * b).tanh()
        case 2: return tape.concatenate([a.features(1..<4), b.features(0..<1)], along: .features)
        case 3: return a.softmax(over: .samples) + b.logSumExp(over: .features) * 0.3
        case 4: return (a.matrixProduct(b.transposed()).matrixProduct(a) * 0.1).tanh()
        case 5: return a.gather([2, 0, 0], along: .samples) - b.sigmoid()
        case 6: return tape.maximum(a, b).softplus()
        case 7: return tape.select(tape.constant([1, 0, 0, 1], TensorShape(features: 4)), a, else: b)
        case 8:
            return a.reshaped(to: TensorShape(rows: 3, samples: 2, features: 4)).runningSum(over: .samples)
                .reshaped(to: shape) * 0.5
        case 9:
            return tape.gaussianLogDensity(a, mean: b.features(0..<1), standardDeviation: tape.constant(2)) * 0.1 + a
        default: return a.mean(over: .rows) + b.slice(1..<2, along: .samples).squared() * 0.2
        }
    }

    /// The sum of all outputs, weighted differently.
    var objective: Tensor {
        var total = inputs[0].tape.constant(0)
        for (index, output) in outputs.enumerated() {
            let weights = (0..<24).map { 0.2 + 0.1 * Double(($0 + index) % 5) }
            let weighted = output * output.tape.constant(weights, Self.shape)
            total = total + weighted.sum(over: .features).sum(over: .samples).sum(over: .rows)
        }
        return total
    }
}
