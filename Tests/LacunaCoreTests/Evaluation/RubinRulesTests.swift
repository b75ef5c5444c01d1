import LacunaCore
import Testing

/// Several analyses combined, against numbers computed by other means.
@Suite struct RubinRulesTests {
    /// Estimates and standard errors of the mean oxygen intake of 31 runners, of the first ten imputed tables of the
    /// example on univariate means in the SAS/STAT documentation of PROC MIANALYZE; ν = 30 for complete data.
    private static let oxygen: ([Double], [Double]) = (
        [47.0120, 47.2407, 47.4995, 47.1485, 47.0042, 47.2949, 46.9617, 46.9729, 46.9864, 46.9587],
        [0.95984, 0.93540, 1.00766, 0.95439, 0.96528, 0.95669, 0.93181, 0.94561, 0.93664, 0.94270]
    )
    /// A coefficient of which little is known.
    private static let vague: ([Double], [Double]) = ([0.31, -0.04, 0.52, 0.18, 0.27], [0.11, 0.14, 0.12, 0.1, 0.13])

    private struct Golden {
        var data: ([Double], [Double])
        var completeDegreesOfFreedom: Double
        var level: Double
        /// Q̄, Ū, B, T, ν, r, fraction of missing information, λ, lower and upper end of the interval, p-value.
        var numbers: [Double]
    }

    /// Made with mpmath 1.3.0 at 60 digits: the formulas as Rubin and Barnard write them (ν = (m − 1)(1 + 1/r)², ν_obs,
    /// and their harmonic sum), tail of Student's t by hypergeometric series, and its root.
    private static let golden: [Golden] = [
        Golden(
            data: oxygen, completeDegreesOfFreedom: 30, level: 0.95,
            numbers: [
                47.10795, 0.90979520956, 0.033797396111110586, 0.9469723452822216, 26.950468161096236,
                0.04086319133313688, 0.10341427354075947, 0.0392589455303913, 45.111090622652846, 49.10480937734715,
                9.676183169343927e-28,
            ]),
        Golden(
            data: oxygen, completeDegreesOfFreedom: .infinity, level: 0.95,
            numbers: [
                47.10795, 0.90979520956, 0.033797396111110586, 0.9469723452822216, 5839.359969629224,
                0.04086319133313688, 0.03958783353437048, 0.0392589455303913, 45.200264549507835, 49.01563545049216,
                0,
            ]),
        Golden(
            data: vague, completeDegreesOfFreedom: 12.5, level: 0.9,
            numbers: [
                0.248, 0.0146, 0.04147, 0.064364, 1.8038353034896353, 3.4084931506849316, 0.8676041964383221,
                0.7731651233608849, -0.5507750194224698, 1.0467750194224699, 0.44082680950694225,
            ]),
        Golden(
            data: vague, completeDegreesOfFreedom: .infinity, level: 0.95,
            numbers: [
                0.248, 0.0146, 0.04147, 0.064364, 6.691376716638019, 3.4084931506849316, 0.8199768165333706,
                0.7731651233608849, -0.3575615042371432, 0.8535615042371432, 0.36231470925509307,
            ]),
    ]

    @Test func agreesWithGoldenValues() {
        for golden in Self.golden {
            let rules = RubinRules(
                estimates: golden.data.0, standardErrors: golden.data.1,
                completeDataDegreesOfFreedom: golden.completeDegreesOfFreedom)
            let interval = rules.interval(level: golden.level)
            let numbers = [
                rules.estimate, rules.withinVariance, rules.betweenVariance, rules.totalVariance,
                rules.degreesOfFreedom, rules.relativeIncrease, rules.fractionOfMissingInformation, rules.lambda,
                interval.lowerBound, interval.upperBound, rules.pValue,
            ]
            for (index, (value, expected)) in zip(numbers, golden.numbers).enumerated() {
                // Squares of small differences lose digits to rounding; a tail of 1e-428 is 0.
                let isRight = expected == 0 ? value == 0 : abs(value / expected - 1) < 2e-11
                #expect(isRight, "number \(index), ν \(golden.completeDegreesOfFreedom): \(value)")
            }
            #expect(abs(rules.standardError * rules.standardError / rules.totalVariance - 1) < 1e-15)
            #expect(rules.imputationCount == golden.data.0.count)
        }
    }

    @Test func equalEstimatesLackNoInformation() {
        // 0.1 + 0.1 + 0.1 is no multiple of 0.1: no variance may come of it.
        let finite = RubinRules(
            estimates: [0.1, 0.1, 0.1], standardErrors: [2, 2, 2], completeDataDegreesOfFreedom: 20)
        #expect(finite.estimate == 0.1 && finite.betweenVariance == 0 && finite.totalVariance == 4)
        #expect(finite.lambda == 0 && finite.relativeIncrease == 0)
        #expect(abs(finite.degreesOfFreedom - 20.0 * 21 / 23) < 1e-13)
        let infinite = RubinRules(estimates: [3, 3], standardErrors: [1, 1])
        #expect(infinite.degreesOfFreedom == .infinity && infinite.fractionOfMissingInformation == 0)
        #expect(abs(infinite.interval().upperBound - (3 + 1.9599639845400538)) < 1e-14)
        // 2 Φ(−3), by mpmath.
        #expect(abs(infinite.pValue / 0.002699796063260189 - 1) < 1e-13)
    }

    @Test func certainAnalysesLackAllInformation() {
        let infinite = RubinRules(estimates: [1, 2, 3], standardErrors: [0, 0, 0])
        #expect(infinite.lambda == 1 && infinite.relativeIncrease == .infinity && infinite.degreesOfFreedom == 2)
        #expect(infinite.fractionOfMissingInformation == 1)
        #expect(infinite.interval().lowerBound.isFinite)
        let finite = RubinRules(estimates: [1, 2, 3], standardErrors: [0, 0, 0], completeDataDegreesOfFreedom: 9)
        #expect(finite.degreesOfFreedom == 0 && finite.fractionOfMissingInformation == 1)
        #expect(finite.interval() == -.infinity ... .infinity && finite.pValue == 1)
        // The limit is approached.
        let near = RubinRules(
            estimates: [1, 2, 3], standardErrors: [1e-3, 1e-3, 1e-3], completeDataDegreesOfFreedom: 9)
        #expect(near.degreesOfFreedom < 1e-5 && near.pValue > 0.999)
        let point = RubinRules(estimates: [2, 2], standardErrors: [0, 0])
        #expect(point.interval() == 2...2 && point.pValue == 0 && point.standardError == 0)
        #expect(RubinRules(estimates: [0, 0], standardErrors: [0, 0]).pValue == 1)
    }

    /// Another unit changes nothing but the unit, also where squares are too large or too small for a number: bit for bit
    /// where the unit is a power of two.
    @Test func unitsDoNotMatter() {
        for exponent in [600, 1010, -600, -1010] {
            let unit = Double(sign: .plus, exponent: exponent, significand: 1)
            for (estimates, errors) in [Self.oxygen, Self.vague] {
                let plain = RubinRules(
                    estimates: estimates, standardErrors: errors, completeDataDegreesOfFreedom: 30)
                let rules = RubinRules(
                    estimates: estimates.map { $0 * unit }, standardErrors: errors.map { $0 * unit },
                    completeDataDegreesOfFreedom: 30)
                #expect(rules.estimate == plain.estimate * unit && rules.standardError == plain.standardError * unit)
                #expect(rules.interval().lowerBound == plain.interval().lowerBound * unit)
                #expect(rules.interval().upperBound == plain.interval().upperBound * unit)
                #expect(rules.degreesOfFreedom == plain.degreesOfFreedom && rules.pValue == plain.pValue)
                #expect(rules.lambda == plain.lambda && rules.relativeIncrease == plain.relativeIncrease)
                #expect(rules.fractionOfMissingInformation == plain.fractionOfMissingInformation)
                #expect(rules.totalVariance == (exponent > 0 ? .infinity : 0))
            }
        }
        // A sum that is no number, and small standard errors beside large estimates.
        let large = RubinRules(estimates: [1.6e308, 1.7e308], standardErrors: [1e307, 1e307])
        #expect(abs(large.estimate / 1.65e308 - 1) < 1e-15 && abs(large.lambda - 0.75 / 1.75) < 1e-12)
        let small = RubinRules(estimates: [1, 1], standardErrors: [1e-200, 1e-200])
        #expect(abs(small.standardError / 1e-200 - 1) < 1e-15 && small.pValue == 0)
    }

    @Test func oddNumbersDoNotStopTheProgram() {
        let single = RubinRules(estimates: [2], standardErrors: [0.5])
        #expect(single.totalVariance == 0.25 && single.lambda == 0 && single.degreesOfFreedom == .infinity)
        for (estimates, errors) in [
            ([Double.nan, 1], [1.0, 1]), ([1, 2], [.nan, 1]), ([.infinity, 1], [1, 1]),
            ([1, 2], [.infinity, 1]), ([1e200, -1e200], [0, 0]),
        ] {
            let rules = RubinRules(estimates: estimates, standardErrors: errors, completeDataDegreesOfFreedom: 5)
            #expect(rules.interval() == -.infinity ... .infinity)
            #expect(rules.pValue.isNaN || rules.pValue == 1)
        }
        let rules = RubinRules(estimates: [1, 2], standardErrors: [1, 1])
        #expect(rules.interval(level: 2) == -.infinity ... .infinity)
    }
}
