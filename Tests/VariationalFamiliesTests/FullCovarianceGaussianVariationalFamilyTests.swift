import Lacuna
import LacunaTestKit
import Testing

@Suite struct FullCovarianceGaussianVariationalFamilyTests {
    @Test func keepsItsContract() {
        let report = checkVariationalFamily(FullCovarianceGaussianVariationalFamily())
        #expect(report.passed, "\(report)")
    }

    @Test func nonsenseIsRefused() {
        var family = FullCovarianceGaussianVariationalFamily()
        family.scaleFloor = 0
        #expect(family.allProblems().map(\.key) == ["scaleFloor"])
        #expect((1...4).map { family.headWidth(latentDimension: $0) } == [2, 5, 9, 14])
    }

    /// A head of means, raw diagonals and entries below, and the covariance that it stands for.
    private static func example(_ size: Int) -> (head: [Double], mean: [Double], covariance: [[Double]]) {
        let mean = Array([0.3, -1.1, 0.6].prefix(size)), raw = Array([0.4, -0.8, 0.1].prefix(size))
        let below = Array([0.7, -0.5, 1.2].prefix(size * (size - 1) / 2))
        var factor = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        var next = below.makeIterator()
        for i in 0..<size {
            for j in 0..<i { factor[i][j] = next.next() ?? .nan }
            factor[i][i] = FullCovarianceGaussianVariationalFamily().scaleFloor + Double.softplus(raw[i])
        }
        let covariance = (0..<size).map { i in
            (0..<size).map { j in (0..<size).reduce(0.0) { $0 + factor[i][$1] * factor[j][$1] } }
        }
        return (mean + raw + below, mean, covariance)
    }

    /// log N(z; μ, Σ) by the adjugate of Σ: no factor, no substitution.
    private static func logDensity(_ z: [Double], _ mean: [Double], _ c: [[Double]]) -> Double {
        let size = z.count
        func minor(_ row: Int, _ column: Int) -> Double {
            let rows = (0..<size).filter { $0 != row }, columns = (0..<size).filter { $0 != column }
            switch size {
            case 1: return 1
            case 2: return c[rows[0]][columns[0]]
            default:
                return c[rows[0]][columns[0]] * c[rows[1]][columns[1]]
                    - c[rows[0]][columns[1]] * c[rows[1]][columns[0]]
            }
        }
        let determinant = (0..<size).reduce(0.0) { $0 + ($1 % 2 == 0 ? 1 : -1) * c[0][$1] * minor(0, $1) }
        var distance = 0.0
        for i in 0..<size {
            for j in 0..<size {
                let sign = (i + j) % 2 == 0 ? 1.0 : -1
                distance += (z[i] - mean[i]) * sign * minor(j, i) / determinant * (z[j] - mean[j])
            }
        }
        return -0.5 * distance - 0.5 * Double.log(determinant) - 0.5 * Double(size) * Double.log(2 * .pi)
    }

    @Test(arguments: 1...3) func theDensityIsThatOfTheCovariance(size: Int) throws {
        let example = Self.example(size)
        let tape = Tape(precision: .float64)
        let latents = (0..<4 * size).map { 0.4 * Double($0 % 5) - 0.9 }
        let head = tape.constant(example.head, TensorShape(features: example.head.count))
        let posterior = FullCovarianceGaussianVariationalFamily().posterior(
            head: head, latentDimension: size, in: ParameterScope(tape, group: .encoder))
        let density = posterior.logDensity(
            of: tape.constant(latents, TensorShape(rows: 2, samples: 2, features: size)))
        let workspace = Workspace(try tape.finish(outputs: [density]))
        workspace.forward()
        for (index, found) in workspace.read(density.view).enumerated() {
            let z = Array(latents[index * size..<(index + 1) * size])
            let deviation = abs(found - Self.logDensity(z, example.mean, example.covariance))
            #expect(deviation < 1e-12, "latent \(index)")
        }
        #expect(posterior.transporting(density) == nil)
        #expect(posterior.stratumCount == 1)
    }

    /// Moments of 40 000 draws. The standard error of a covariance is at most √2 max Σ_ii / 200, and 15 statistics at 5.4
    /// standard errors raise a false alarm with a probability below 1e-6.
    @Test func drawsHaveTheMomentsOfTheHead() throws {
        let size = 3, count = 40_000
        let example = Self.example(size)
        let tape = Tape(precision: .float64)
        let posterior = FullCovarianceGaussianVariationalFamily().posterior(
            head: tape.constant(example.head, TensorShape(features: example.head.count)), latentDimension: size,
            in: ParameterScope(tape, group: .encoder))
        let draws = posterior.draw(count: count, purpose: "test")
        let workspace = Workspace(try tape.finish(outputs: [draws]))
        workspace.setNoise(RandomStream(seed: 21))
        workspace.forward()
        let numbers = workspace.read(draws.view)
        for i in 0..<size {
            let variance = example.covariance[i][i]
            var sum = 0.0
            for draw in 0..<count { sum += numbers[draw * size + i] - example.mean[i] }
            #expect(abs(sum / Double(count)) < 5.4 * (variance / Double(count)).squareRoot(), "mean \(i)")
            for j in 0...i {
                var products = 0.0
                for draw in 0..<count {
                    products +=
                        (numbers[draw * size + i] - example.mean[i]) * (numbers[draw * size + j] - example.mean[j])
                }
                let expected = example.covariance[i][j]
                let spread = (variance * example.covariance[j][j] + expected * expected).squareRoot()
                let error = abs(products / Double(count) - expected)
                #expect(error < 5.4 * spread / Double(count).squareRoot(), "covariance \(i), \(j)")
            }
        }
    }
}
