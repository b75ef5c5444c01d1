/// How a parameter starts.
public enum Initializer: Sendable {
    /// All zero.
    case zeros
    /// The same number everywhere.
    case constant(Double)
    /// Given numbers, row-major.
    case values([Double])
    /// Numbers that the host gives by a name when the store is initialised; zeros where it gives none of that name.
    case given(String)
    /// Uniform between −limit and limit.
    case uniform(limit: Double)
    /// Normal with mean 0.
    case normal(standardDeviation: Double)
    /// Orthonormal rows or columns (whichever are fewer) times a gain (Saxe et al. 2014).
    case orthogonal(gain: Double)
    /// Uniform with the limit √(6 / (inputs + outputs)) (Glorot and Bengio 2010).
    case glorot

    /// The starting numbers of a parameter, row-major.
    func numbers(
        _ shape: TensorShape, given: [String: [Double]], using stream: inout RandomStream
    ) -> [Double] {
        let count = shape.count
        switch self {
        case .zeros: return [Double](repeating: 0, count: count)
        case .constant(let value): return [Double](repeating: value, count: count)
        case .values(let values):
            return values.count == count ? values : [Double](repeating: values.first ?? 0, count: count)
        case .given(let name): return given[name] ?? [Double](repeating: 0, count: count)
        case .uniform(let limit): return (0..<count).map { _ in (2 * stream.uniform() - 1) * limit }
        case .normal(let deviation): return (0..<count).map { _ in stream.normal() * deviation }
        case .glorot:
            let limit = (6 / Double(max(shape.samples + shape.features, 1))).squareRoot()
            return (0..<count).map { _ in (2 * stream.uniform() - 1) * limit }
        case .orthogonal(let gain):
            return Self.orthogonal(shape, gain: gain, using: &stream)
        }
    }

    /// Gram–Schmidt, twice over for accuracy, on normal vectors.
    private static func orthogonal(_ shape: TensorShape, gain: Double, using stream: inout RandomStream) -> [Double] {
        let inputs = shape.samples, outputs = shape.features
        let vectorCount = min(inputs, outputs), length = max(inputs, outputs)
        var vectors: [[Double]] = []
        for _ in 0..<vectorCount {
            var vector = (0..<length).map { _ in stream.normal() }
            for _ in 0..<2 {
                for earlier in vectors {
                    var product = 0.0
                    for i in 0..<length { product += vector[i] * earlier[i] }
                    for i in 0..<length { vector[i] -= product * earlier[i] }
                }
            }
            var squares = 0.0
            for i in 0..<length { squares += vector[i] * vector[i] }
            let scale = 1 / squares.squareRoot()
            for i in 0..<length { vector[i] *= scale }
            vectors.append(vector)
        }
        var numbers = [Double](repeating: 0, count: shape.count)
        for input in 0..<inputs {
            for output in 0..<outputs {
                let value = inputs >= outputs ? vectors[output][input] : vectors[input][output]
                numbers[input * outputs + output] = gain * value
            }
        }
        return numbers
    }
}
