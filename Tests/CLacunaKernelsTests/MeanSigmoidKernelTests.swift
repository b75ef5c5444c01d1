import CLacunaKernels
import Foundation
import Testing

/// log E[σ(m + s ε)] and its derivatives in every table.
struct MeanSigmoidKernelTests {
    /// (m, s) and, for Student's t, ν; then log E[σ], its derivatives by them in the order m, s, E[ε σ] / E[σ], and by ν.
    ///
    /// Made with mpmath 1.3.0 at 30 digits on the exact doubles: quad over intervals between points at distances of 2^k and
    /// 2^k / |s| (k = −3 to 60, for the normal to 8) from 0, from the step at −m / s and from the greatest density; where
    /// m > 0 from the integrals at −m, so that 1 − E[σ] keeps its digits. Derivatives under the integral.
    private static let golden: [([Double], [Double])] = [
        (
            [0.3125, 0.0009765625],
            [-0.5490548934960028, 0.4225045545335783, -6.394945681608734e-05, 0.00041260210403669764]
        ),
        ([-0.6875, 6.25], [-0.7811088040745047, 0.13324154091383705, 0.013562515286773843, 0.8327596307114816]),
        ([-2.0, 0.5], [-2.0478922063132603, 0.8464430971078094, 0.2972760615559097, 0.4232215485539047]),
        ([1.5, -2.0], [-0.3354645058129522, 0.17900223599173676, 0.07995386289439466, -0.3580044719834735]),
        ([-100.0, 15.0], [-24.71142430826966, 0.4467099315030917, 2.9293424259937213, 6.700648972546375]),
        ([-100.0, 1.0], [-99.5, 1.0, 1.0, 1.0]),
        ([-50.0, 6.0], [-32.012887840326414, 0.9946822267629815, 5.924845834264885, 5.968093360577889]),
        ([-3000.0, 40.0], [-2200.0, 1.0, 40.0, 40.0]),
        ([7.0, 1.0], [-0.0014984834841820682, 0.0014935844221477285, -0.0014816656236482089, 0.0014935844221477285]),
        ([40.0, 2.5], [-9.66920971705696e-17, 9.669209717056475e-17, -2.417302429263877e-16, 2.417302429264119e-16]),
        ([-8.0, 1000.0], [-0.699550636896508, 0.0008029831563705643, 6.423844117406171e-06, 0.8029831563705643]),
        ([20.0, -3000.0], [-0.6878420874521278, 0.0002645483783734817, 1.763655211135233e-06, -0.7936451351204452]),
        ([-10000.0, 128.0], [-3056.3230937157773, 0.6102823839373568, 47.66510009399988, 78.11614514398167]),
        ([-9000.0, 0.0625], [-8999.998046875, 1.0, 0.0625, 0.0625]),
        (
            [0.5, 0.25, 2.125],
            [-0.4830295190459871, 0.36517913037803307, -0.05360985189977314, 0.3919760537511616, 0.004872511017813603]
        ),
        (
            [-2.0, 0.75, 3.0],
            [-1.8392757899331031, 0.707287969188692, 0.49699185151078823, 1.3267688498738106, -0.04797685258276816]
        ),
        (
            [1.5, -2.0, 4.5],
            [-0.3562416500032298, 0.17052991301755907, 0.0779393502572268, -0.501835093161246, 0.004515079846097584]
        ),
        (
            [-50.0, 1.0, 3.0],
            [-11.631826714981507, 0.060263343790784706, 2.997088345274398, 74.71909314838513, -2.9992754072555665]
        ),
        (
            [-50.0, 1.0, 100.0],
            [-49.487044294217036, 1.0, 1.031496531449024, 1.031496531449024, -0.00013435315117765886]
        ),
        (
            [-12.0, 1.0, 10.0],
            [-11.256826574748914, 0.9895148308932821, 1.8183371342102415, 1.9503259359947838, -0.058761161264864845]
        ),
        (
            [-0.75, 40.0, 2.25],
            [
                -0.7066451393137216, 0.018116240684307935, 0.0003386793407344382, 1.305758344523885,
                -0.0006235065581478582,
            ]
        ),
        (
            [8.0, 0.5, 2.5],
            [
                -0.001367217543974174, 0.0007791185654909595, -0.004870667976642919, 0.02133601493752565,
                0.001655591338776403,
            ]
        ),
        (
            [-100.0, 15.0, 1000.0],
            [-24.239925468096068, 0.42859892506129715, 2.8128955048094904, 6.712745379245663, -0.00045928152674297776]
        ),
        (
            [-300.0, 20.0, 1000000.0],
            [-114.94521499940767, 0.7426444878632141, 10.984931663133878, 14.856154866202983, -1.207721718039787e-08]
        ),
        (
            [5.0, -0.125, 30.0],
            [
                -0.006770852624636414, 0.0067472171805001285, 0.0008917750132292118, -0.0009042038736335828,
                1.3333879752670942e-07,
            ]
        ),
        (
            [-1000.0, 1000.0, 5.0],
            [
                -1.7058987304644382, 0.001209630594662621, 0.0012096266151559484, 1.8144448971236273,
                -0.02388233537672846,
            ]
        ),
        (
            [-3.0, 0.03125, 6.0],
            [
                -3.0479558315105555, 0.9524809384600004, 0.040417873209311984, 0.044671280352391776,
                -5.267729275969478e-05,
            ]
        ),
        (
            [-200.0, 300.0, 50.0],
            [
                -1.3703075056733827, 0.004156473800691596, 0.0027708801334276633, 1.283700166048677,
                -0.00012019493658087937,
            ]
        ),
        (
            [-5000.0, 0.5, 8.0],
            [-67.35478174265808, 0.0016000017797737022, 15.99999884799721, 11428.559488440478, -7.729241928812544]
        ),
    ]

    /// One cell, in a row of `count` like it: value, derivatives by location and scale, tilted mean, derivative by ν.
    private static func cell(_ table: lacuna_kernels, _ arguments: [Double], among count: Int = 1) -> [Double] {
        let shape = lacuna_shape(rows: 1, samples: 1, features: count), layout = shape.contiguous
        let inputs = arguments.map { argument in table.cells(count) { _ in argument } }
        let operands = inputs.map { $0.operand(layout) }, absent = lacuna_operand(values: nil, strides: layout.strides)
        let isStudent = arguments.count == 3
        let parts = isStudent ? 4 : 3, y = table.cells(parts * count), tilted = table.cells(count)
        let degrees = isStudent ? operands[2] : absent
        table.log_mean_sigmoid(shape, absent, operands[0], operands[1], degrees, 0, y.start)
        table.log_mean_sigmoid(shape, absent, operands[0], operands[1], degrees, 1, tilted.start)
        let last = count - 1
        let found = (0..<3).map { y[$0 * count + last] } + [tilted[last]] + (isStudent ? [y[3 * count + last]] : [])
        return withExtendedLifetime(inputs) { y.guardsIntact && tilted.guardsIntact ? found : [] }
    }

    /// What may be wrong of each part: relative, absolute. Of the value E[σ] counts, or its logarithm where that is small.
    private static func allowances(isStudent: Bool, isSingle: Bool) -> [(relative: Double, absolute: Double)] {
        switch (isStudent, isSingle) {
        case (false, false): [(1e-14, 0), (1e-13, 0), (1e-12, 1e-14), (1e-13, 0)]
        case (false, true): [(1e-7, 0), (1e-7, 0), (3e-7, 1e-9), (1e-7, 0)]
        case (true, false): [(1e-8, 0), (1e-7, 0), (1e-7, 5e-8), (1e-7, 3e-7), (1e-7, 1e-8)]
        case (true, true): [(1e-6, 0), (1e-5, 0), (1e-5, 1e-6), (1e-4, 2e-4), (1e-5, 5e-6)]
        }
    }

    @Test("Every table agrees with golden values, in both tails, at sharp steps and at flat ones")
    func goldenValues() {
        var worst = Worst()
        for table in allTables() {
            for (arguments, expected) in Self.golden {
                let found = Self.cell(table, arguments)
                let allowances = Self.allowances(isStudent: arguments.count == 3, isSingle: table.element_size == 4)
                for part in expected.indices {
                    let size = abs(expected[part]), counted = part == 0 ? min(1, size) : size
                    let allowed = allowances[part].relative * counted + allowances[part].absolute
                    worst.note(
                        found[part], expected[part], allowed: allowed + table.epsilon * size,
                        "\(table.title) part \(part) at \(arguments)")
                }
            }
        }
        #expect(worst.ratio <= 1 && worst.ratio > 0, "\(worst.place)")
    }

    @Test("Values and derivatives are finite whatever the arguments are, and NaN stays NaN")
    func extremes() {
        var isFinite = true, place = ""
        let sizes = [0, 1e-300, 1e-30, 1e-8, 0.3, 1, 30, 1e4, 1e9, 1e20, 1e38]
        for table in allTables() {
            for m in sizes + sizes.map(-) {
                for s in sizes + [-1, -1e38] {
                    for degrees in [nil, 0.5, 2.01, 8, 1e5, 1e12, 1e30] {
                        let found = Self.cell(table, [m, s] + (degrees.map { [$0] } ?? []))
                        if found.count < 4 || !found.allSatisfy(\.isFinite) || found[0] > 0 {
                            isFinite = false
                            place = "\(table.title) at m = \(m), s = \(s), ν = \(String(describing: degrees)): \(found)"
                        }
                    }
                }
            }
            #expect(Self.cell(table, [.nan, 1])[0].isNaN && Self.cell(table, [0, .nan])[0].isNaN)
            #expect(Self.cell(table, [.nan, 1, 5])[0].isNaN && Self.cell(table, [0, .nan, 5])[0].isNaN)
        }
        #expect(isFinite, "\(place)")
    }

    @Test("A scale of 0 is the sigmoid, many degrees of freedom are the normal")
    func limits() {
        var worst = Worst()
        for table in allTables() {
            for m in [-40, -3, -0.5, 0, 0.5, 3, 12.0] {
                let place = "\(table.title) at m = \(m)"
                let value = m < 0 ? m - log1p(exp(m)) : -log1p(exp(-m)), slope = 1 / (1 + exp(m))
                for arguments in [[m, 0], [m, 0, 4.0]] {
                    let found = Self.cell(table, arguments)
                    let relative = (table.element_size == 4 ? 3e-7 : 1e-8) * (arguments.count == 3 ? 3 : 1)
                    worst.note(found[0], value, allowed: relative * abs(value), place + " value")
                    worst.note(found[1], slope, allowed: relative * slope, place + " slope")
                    worst.note(found[2], 0, allowed: 1e-4, place + " by the scale")
                }
                for s in [0.2, 1, 8] {
                    let normal = Self.cell(table, [m, s]), student = Self.cell(table, [m, s, 1e9])
                    for part in 0..<4 {
                        let allowed = 1e-5 * (0.1 + abs(normal[part]))
                        worst.note(student[part], normal[part], allowed: allowed, place + " s \(s) part \(part)")
                    }
                }
            }
        }
        #expect(worst.ratio <= 1 && worst.ratio > 0, "\(worst.place)")
    }

    @Test("A cell's result depends on no other cell, nor on its place")
    func places() {
        for table in allTables() {
            for (arguments, _) in Self.golden {
                let alone = Self.cell(table, arguments)
                for count in [2, 7, 16, 257] { #expect(Self.cell(table, arguments, among: count) == alone) }
            }
            var numbers = TestNumbers(4)
            let shape = lacuna_shape(rows: 1, samples: 1, features: 300), layout = shape.contiguous
            let m = numbers.list(300, -9, 4), s = numbers.list(300, -2, 12), nu = numbers.list(300, 2.1, 40)
            let inputs = [m, s, nu].map { list in table.cells(300) { list[$0] } }, y = table.cells(1200)
            let wanted = table.cells(300) { $0 % 3 == 1 ? 1 : 0 }
            table.log_mean_sigmoid(
                shape, wanted.operand(layout), inputs[0].operand(layout), inputs[1].operand(layout),
                inputs[2].operand(layout), 0, y.start)
            for cell in 0..<300 {
                let found = [0, 1, 2, 3].map { y[$0 * 300 + cell] }
                let alone = Self.cell(table, [m[cell], s[cell], nu[cell]])
                let expected = cell % 3 == 1 ? [alone[0], alone[1], alone[2], alone[4]] : [0, 0, 0, 0]
                #expect(found == expected, "\(table.title), cell \(cell)")
            }
        }
    }
}
