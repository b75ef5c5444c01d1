import Lacuna
import Testing

/// A gradient longer than the limit is shortened to it, with its direction kept; a shorter one is left as it is.
@Suite struct GradientNormLimitTests {
    /// What one step of gradient descent adds to all parameters.
    private static func change(limit: Double?, rate: Double) throws -> [Double] {
        var options = TrainingExample.options(optimizer: TrainingExample.descent(rate))
        options.gradientNormLimit = limit
        let training = try TrainingExample.training(options: options, precision: .float64)
        let before = training.store.allNumbers.flatMap { $0 }
        #expect(training.advance())
        return zip(training.store.allNumbers.flatMap { $0 }, before).map(-)
    }

    private static func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    @Test func longGradientsAreShortened() throws {
        let free = try Self.change(limit: nil, rate: 0.25)
        let length = Self.norm(free) / 0.25
        let limit = length / 50
        let shortened = try Self.change(limit: limit, rate: 0.25)
        #expect(abs(Self.norm(shortened) - 0.25 * limit) < 1e-9 * limit)
        #expect(largestDeviation(shortened, free.map { $0 / 50 }) < 1e-9 * length)
    }

    @Test func shortGradientsAreLeft() throws {
        let free = try Self.change(limit: nil, rate: 0.25)
        #expect(try Self.change(limit: Self.norm(free) / 0.25 * 1.01, rate: 0.25) == free)
    }
}
