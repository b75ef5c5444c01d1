import CLacunaKernels
import Foundation
import Testing

/// The elementwise functions against Float64 over every exponent, in units in the last place, and the Float64 functions
/// against values of 60 digits.
@Suite struct FunctionAccuracyTests {
    /// A function and the error allowed, in units in the last place of the exact result.
    struct Bound: CustomTestStringConvertible, Sendable {
        let name: String
        let function: lacuna_unary
        let ulps: Double
        /// Near a root inside the domain the absolute error counts where the result is below 0.1.
        var nearRoot: Double?

        var testDescription: String { name }
    }

    static let bounds: [Bound] = [
        Bound(name: "exp", function: lacuna_exp, ulps: 1.5),
        Bound(name: "expm1", function: lacuna_expm1, ulps: 2),
        Bound(name: "log", function: lacuna_log, ulps: 1.5),
        Bound(name: "log1p", function: lacuna_log1p, ulps: 3),
        Bound(name: "tanh", function: lacuna_tanh, ulps: 4),
        Bound(name: "sigmoid", function: lacuna_sigmoid, ulps: 3),
        Bound(name: "softplus", function: lacuna_softplus, ulps: 3),
        Bound(name: "logSigmoid", function: lacuna_log_sigmoid, ulps: 3),
        Bound(name: "erf", function: lacuna_erf, ulps: 8),
        Bound(name: "normalCDF", function: lacuna_normal_cdf, ulps: 8),
        Bound(name: "lgamma", function: lacuna_lgamma, ulps: 8),
        Bound(name: "digamma", function: lacuna_digamma, ulps: 8),
        Bound(name: "trigamma", function: lacuna_trigamma, ulps: 4),
        Bound(name: "lgammaHalfDifference", function: lacuna_lgamma_half_difference, ulps: 8, nearRoot: 1e-7),
        Bound(name: "digammaHalfDifference", function: lacuna_digamma_half_difference, ulps: 8),
    ]

    @Test(arguments: bounds)
    func everyInstructionSetIsWithinItsBound(bound: Bound) {
        let arguments = Self.arguments()
        let exact = Self.evaluate(bound.function, arguments.map(Double.init), lacuna_kernels_double().pointee)
        for table in floatTables() {
            let results = Self.evaluate(bound.function, arguments, table)
            var worst = 0.0
            var worstArgument = Float.nan
            for (index, x) in arguments.enumerated() {
                let error = Self.error(of: results[index], exact: exact[index], nearRoot: bound.nearRoot, bound.ulps)
                if error > worst {
                    worst = error
                    worstArgument = x
                }
            }
            #expect(worst <= bound.ulps, "\(table.title): \(bound.name)(\(worstArgument))")
        }
    }

    @Test func specialValues() {
        let infinity = Float.infinity
        let tiny = Float.leastNonzeroMagnitude
        let cases: [(lacuna_unary, Float, Float)] = [
            (lacuna_exp, infinity, infinity), (lacuna_exp, -infinity, 0), (lacuna_exp, 0, 1),
            (lacuna_exp, 200, infinity),
            (lacuna_exp, -200, 0), (lacuna_exp, -103, tiny), (lacuna_exp, tiny, 1),
            (lacuna_expm1, infinity, infinity), (lacuna_expm1, -infinity, -1), (lacuna_expm1, tiny, tiny),
            (lacuna_expm1, 200, infinity), (lacuna_expm1, -200, -1),
            (lacuna_log, 0, -infinity), (lacuna_log, -0.0, -infinity), (lacuna_log, infinity, infinity),
            (lacuna_log, -1, .nan), (lacuna_log, -tiny, .nan), (lacuna_log, -infinity, .nan), (lacuna_log, 1, 0),
            (lacuna_log, tiny, -103.278929),
            (lacuna_log1p, -1, -infinity), (lacuna_log1p, -1.5, .nan), (lacuna_log1p, -2, .nan),
            (lacuna_log1p, -3, .nan),
            (lacuna_log1p, -infinity, .nan), (lacuna_log1p, infinity, infinity), (lacuna_log1p, -tiny, -tiny),
            (lacuna_tanh, infinity, 1), (lacuna_tanh, -infinity, -1), (lacuna_tanh, 200, 1), (lacuna_tanh, 0, 0),
            (lacuna_sigmoid, infinity, 1), (lacuna_sigmoid, -infinity, 0), (lacuna_sigmoid, 0, 0.5),
            (lacuna_sigmoid, 200, 1), (lacuna_sigmoid, -200, 0), (lacuna_sigmoid, -103, tiny),
            (lacuna_softplus, infinity, infinity), (lacuna_softplus, -infinity, 0), (lacuna_softplus, 200, 200),
            (lacuna_softplus, -200, 0), (lacuna_softplus, -103, tiny),
            (lacuna_log_sigmoid, infinity, 0), (lacuna_log_sigmoid, -infinity, -infinity),
            (lacuna_log_sigmoid, -200, -200), (lacuna_log_sigmoid, 103, -tiny),
            (lacuna_erf, infinity, 1), (lacuna_erf, -infinity, -1), (lacuna_erf, 0, 0),
            (lacuna_normal_cdf, infinity, 1), (lacuna_normal_cdf, -infinity, 0), (lacuna_normal_cdf, 0, 0.5),
            (lacuna_normal_cdf, 200, 1), (lacuna_normal_cdf, -200, 0),
            (lacuna_lgamma, 0, infinity), (lacuna_lgamma, infinity, infinity), (lacuna_lgamma, 1, 0),
            (lacuna_lgamma, 2, 0), (lacuna_lgamma, -0.5, .nan), (lacuna_lgamma, 5e36, infinity),
            (lacuna_digamma, 0, -infinity), (lacuna_digamma, infinity, infinity), (lacuna_digamma, -0.5, .nan),
            (lacuna_digamma, tiny, -infinity),
            (lacuna_trigamma, 0, infinity), (lacuna_trigamma, infinity, 0), (lacuna_trigamma, -0.5, .nan),
            (lacuna_lgamma_half_difference, 0, -infinity), (lacuna_lgamma_half_difference, infinity, infinity),
            (lacuna_lgamma_half_difference, -1, .nan),
            (lacuna_digamma_half_difference, 0, infinity), (lacuna_digamma_half_difference, infinity, 0),
            (lacuna_digamma_half_difference, -1, .nan),
        ]
        for table in floatTables() {
            var wrong: [String] = []
            for (function, x, expected) in cases {
                let y = Self.evaluate(function, [x], table)[0]
                if !(y == expected || y.isNaN && expected.isNaN) {
                    wrong.append("function \(function.rawValue) at \(x): \(y), not \(expected)")
                }
            }
            for bound in Self.bounds where !Self.evaluate(bound.function, [Float.nan], table)[0].isNaN {
                wrong.append("\(bound.name) of NaN is a number")
            }
            #expect(wrong.isEmpty, "\(table.title)")
        }
        var wrong: [String] = []
        for (function, x, expected) in cases where x == 0 || !x.isNormal || x < 0 {
            // A result that only Float32 rounds to a special value is no special value of Float64.
            if x.isSubnormal || x.isFinite && abs(x) > 3 { continue }
            let y = Self.evaluate(function, [Double(x)], lacuna_kernels_double().pointee)[0]
            if !(y == Double(expected) || y.isNaN && expected.isNaN) {
                wrong.append("function \(function.rawValue) at \(x): \(y), not \(expected)")
            }
        }
        #expect(wrong.isEmpty, "Float64")
    }

    /// What stands in the other lanes, and how many there are, has no influence on a result.
    @Test func resultsDoNotDependOnNeighbours() {
        let awkward: [Float] = [.nan, .infinity, -.infinity, 0, -1, 0x1p-140, 200, -200, 0.7, 1.46, 3, 1e30, -0.3]
        let arguments = (0..<41).map { $0 % 3 == 0 ? awkward[$0 / 3 % awkward.count] : Float($0) * 0.37 }
        for table in floatTables() {
            var differing: Set<String> = []
            for bound in Self.bounds {
                let alone = arguments.map { Self.evaluate(bound.function, [$0], table)[0] }
                for count in 1...arguments.count {
                    let together = Self.evaluate(bound.function, Array(arguments.prefix(count)), table)
                    let same = zip(alone, together).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
                    if !same { differing.insert(bound.name) }
                }
            }
            #expect(differing.isEmpty, "\(table.title)")
        }
    }

    // Golden values computed with 60 digits (Python's mpmath: loggamma, digamma, polygamma(1, x), and their differences
    // at (nu + 1) / 2 and nu / 2), rounded to Float64.

    /// x, lgamma, digamma, trigamma.
    static let gammaValues: [[Double]] = [
        [1e-06, 13.815509980749432, -1000000.5772140201, 1000000000001.645],
        [0.001, 6.907178885383853, -1000.5755719318103, 1000001.6425331958],
        [0.5, 0.5723649429247001, -1.9635100260214235, 4.934802200544679],
        [1.0, 0.0, -0.5772156649015329, 1.6449340668482264],
        [1.0000001, -5.772155829918507e-08, -0.5772155004081381, 1.6449338264368782],
        [1.5, -0.12078223763524522, 0.03648997397857652, 0.9348022005446793],
        [1.9999999, -4.2278430309861296e-08, 0.4227842706050584, 0.6449341072596095],
        [2.0, 0.0, 0.42278433509846713, 0.6449340668482264],
        [3.0, 0.6931471805599453, 0.9227843350984671, 0.39493406684822646],
        [10.25, 13.368023671476045, 2.277704790686724, 0.10247452151799187],
        [100.5, 361.4355404677776, 4.605174352581845, 0.009999916669583104],
        [10000.0, 82099.71749644238, 9.210290371142849, 0.00010000500016666666],
        [100000000.0, 1742068066.1038346, 18.420680738952367, 1.000000005e-08],
        [1e15, 3.3538776394910668e+16, 34.538776394910684, 1.0000000000000005e-15],
    ]

    /// nu, lgamma((nu+1)/2) − lgamma(nu/2), and its derivative.
    static let halfDifferenceValues: [[Double]] = [
        [0.001, -7.0292302528647035, 999.3076743858768],
        [1.0, -0.5723649429247001, 0.6931471805599453],
        [3.0, 0.12078223763524522, 0.19314718055994531],
        [3.000001, 0.12078243078238958, 0.19314710809293842],
        [4.5, 0.3503429520225405, 0.123177279175849],
        [30.0, 1.345693308376932, 0.016944290464785867],
        [1000.0, 3.1070540492527625, 0.0005002499998750002],
        [1e6, 6.561181438702165, 5.0000025e-07],
        [1e9, 10.015059327943233, 5.0000000025e-10],
        [1e12, 13.468936967684051, 5.0000000000025e-13],
        [1e15, 16.92281460717537, 5.000000000000002e-16],
    ]

    @Test(arguments: [
        (lacuna_lgamma, gammaValues, 1), (lacuna_digamma, gammaValues, 2), (lacuna_trigamma, gammaValues, 3),
        (lacuna_lgamma_half_difference, halfDifferenceValues, 1),
        (lacuna_digamma_half_difference, halfDifferenceValues, 2),
    ])
    func float64AgreesWithGoldenValues(function: lacuna_unary, rows: [[Double]], column: Int) {
        let results = Self.evaluate(function, rows.map { $0[0] }, lacuna_kernels_double().pointee)
        for (row, result) in zip(rows, results) {
            // Relative, but for results near a root of a function that is computed as a sum.
            let isSum = function == lacuna_digamma || function == lacuna_lgamma_half_difference
            let scale = isSum ? max(1, abs(row[column])) : abs(row[column])
            #expect(abs(result - row[column]) <= 2e-15 * scale, "at \(row[0])")
        }
    }
}

// MARK: - Helpers

extension FunctionAccuracyTests {
    fileprivate static func evaluate<Number: BinaryFloatingPoint>(
        _ function: lacuna_unary, _ arguments: [Number], _ kernels: lacuna_kernels
    ) -> [Number] {
        let shape = lacuna_shape(rows: 1, samples: 1, features: arguments.count)
        let strides = lacuna_strides(row: arguments.count, sample: arguments.count, feature: 1)
        return [Number](unsafeUninitializedCapacity: arguments.count) { results, count in
            arguments.withUnsafeBytes { bytes in
                guard let x = bytes.baseAddress, let y = results.baseAddress else { return }
                kernels.unary(function, shape, lacuna_operand(values: x, strides: strides), y)
                count = arguments.count
            }
        }
    }

    /// Both signs and every exponent with 128 significands each, and even grids where the functions change most.
    fileprivate static func arguments() -> [Float] {
        var arguments: [Float] = [0, -0.0, .infinity, -.infinity]
        var state: UInt64 = 1
        for upper in UInt32(0)..<512 {
            for step in UInt32(0)..<128 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let low = step < 3 ? step : step < 6 ? 0x7F_FFFF - (step - 3) : UInt32(state >> 41)
                let x = Float(bitPattern: upper << 23 | low)
                if !x.isNaN { arguments.append(x) }
            }
        }
        for step in 0..<20_000 {
            let t = Float(step) / 20_000
            arguments += [t * 8 - 2, t * 40 - 20, t * 220 - 110, 0.95 + t * 0.1, 1.95 + t * 0.1, 1.41 + t * 0.1]
        }
        return arguments
    }

    /// The error in units in the last place of the exact result; near a root in units that put the tolerance at `ulps`.
    fileprivate static func error(of y: Float, exact: Double, nearRoot: Double?, _ ulps: Double) -> Double {
        if y.isNaN || exact.isNaN { return y.isNaN && exact.isNaN ? 0 : .infinity }
        if exact.isInfinite { return Double(y) == exact ? 0 : .infinity }
        // On both sides an overflow counts as the first number that Float32 lacks.
        let value = min(max(Double(y), -0x1p128), 0x1p128)
        let exact = min(max(exact, -0x1p128), 0x1p128)
        if let nearRoot, abs(exact) < 0.1 { return abs(value - exact) / nearRoot * ulps }
        let magnitude = max(abs(exact), Double(Float.leastNormalMagnitude))
        return abs(value - exact) / (magnitude.binade * 0x1p-23)
    }
}
