import Foundation
import LacunaTensors
import Testing

@testable import LacunaCore

@Suite struct DeltaAdjustmentTests {
    /// A table with its schema, and imputations that hold what is stated.
    private struct Setting {
        var table: Table
        var schema: Schema
        var dataset: Dataset

        init(_ text: String, declared: [String: ColumnKind] = [:]) throws {
            table = try csvTable(text)
            schema = try Schema.infer(from: table, declared: declared).schema
            dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
        }

        func imputations(_ request: ImputationRequest, filled: (_ row: Int) -> RowImputation) -> Imputations {
            var imputations = Imputations(dataset, request: request)
            for row in 0..<dataset.rowCount {
                imputations.fill(row: row, from: filled(row), observed: dataset.observed)
            }
            return imputations
        }

        func shifted(_ imputations: Imputations, by shifts: [DeltaShift], seed: UInt64 = 1) throws -> Imputations {
            var result = imputations
            try DeltaAdjustment(shifts, schema: schema, table: table)
                .apply(to: &result, of: dataset, stream: RandomStream(seed: seed))
            return result
        }
    }

    private static func row(_ summary: [Float], _ quantiles: [[Float]], _ draws: [[Float]]) -> RowImputation {
        RowImputation(
            summary: summary, quantiles: quantiles, draws: draws,
            diagnostics: RowDiagnostics(effectiveSampleSize: 100))
    }

    /// The mean of x is 12 and its standard deviation 2; that of y 5 and 1; the features are x, y, flag.
    private static func mixed() throws -> (Setting, Imputations) {
        let setting = try Setting("x,y,flag\n10,4,no\n14,,yes\n,6,\n")
        let request = ImputationRequest(quantiles: [0.25], drawCount: 2)
        let imputations = setting.imputations(request) { _ in
            row([0.5, -1, 0.25], [[-0.5, 0, 0.25]], [[1, 2, 0], [-1, 3, 1]])
        }
        return (setting, imputations)
    }

    private static func texts(_ setting: Setting, _ values: [Float]) throws -> String {
        let cells = CompletedCells(schema: setting.schema, layout: setting.dataset.layout, atoms: .none)
        let bytes = setting.table.bytes(replacing: try cells.replacements(in: setting.table, values: values))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func continuousCellsMoveInAllTables() throws {
        let (setting, imputations) = try Self.mixed()
        let shifts = [
            DeltaShift(column: "x", amount: -5), DeltaShift(column: "y", amount: 0.5, unit: .standardDeviations),
        ]
        let shifted = try setting.shifted(imputations, by: shifts)
        #expect(try Self.texts(setting, imputations.summary) == "x,y,flag\n10,4,no\n14,4,yes\n13,6,no\n")
        #expect(try Self.texts(setting, shifted.summary) == "x,y,flag\n10,4,no\n14,4.5,yes\n8,6,no\n")
        #expect(try Self.texts(setting, shifted.quantiles[0]) == "x,y,flag\n10,4,no\n14,5.5,yes\n6,6,no\n")
        #expect(try Self.texts(setting, shifted.draws[0]) == "x,y,flag\n10,4,no\n14,7.5,yes\n9,6,no\n")
        #expect(try Self.texts(setting, shifted.draws[1]) == "x,y,flag\n10,4,no\n14,8.5,yes\n5,6,yes\n")
        // Observed features stay in the encoding too, and so do features of other columns.
        let places = imputations.summary.indices.filter { setting.dataset.observed[$0] == 1 || $0 % 3 == 2 }
        #expect(places.count == 7)
        #expect(places.allSatisfy { shifted.summary[$0] == imputations.summary[$0] })
        #expect(places.allSatisfy { shifted.draws[1][$0] == imputations.draws[1][$0] })
        let columns = try DeltaAdjustment(shifts, schema: setting.schema, table: setting.table).columns
        #expect(columns.map(\.cellCount) == [1, 1] && columns.map(\.amount) == [-5, 0.5])
    }

    @Test func binaryCellsMoveInLogOdds() throws {
        let (setting, imputations) = try Self.mixed()
        let shifted = try setting.shifted(imputations, by: [DeltaShift(column: "flag", amount: 2)])
        // logit 0.25 = −log 3: 1 / (1 + 3 e^−2).
        let expected = 1 / (1 + 3 * exp(-2.0))
        #expect(abs(Double(shifted.summary[8]) - expected) < 1e-7)
        #expect(shifted.quantiles[0][8] == shifted.summary[8])
        #expect(try Self.texts(setting, shifted.summary) == "x,y,flag\n10,4,no\n14,4,yes\n13,6,yes\n")
        var rest = shifted
        rest.summary[8] = imputations.summary[8]
        #expect(rest.summary == imputations.summary)
        #expect(shifted.draws[1] == imputations.draws[1])
        for p in [1e-30, 1e-3, 0.2, 0.5, 0.9, 1 - 1e-9] {
            for delta in [-40, -2, -0.1, 0, 0.3, 5, 40] {
                let logit = log(p) - log1p(-p) + delta
                let moved = DeltaAdjustment.moved(p, by: delta)
                #expect(abs(moved - 1 / (1 + exp(-logit))) <= 1e-12 * moved, "\(p) \(delta)")
                let flipping = delta < 0 ? (p - moved) / p : (moved - p) / (1 - p)
                #expect(abs(DeltaAdjustment.flipProbability(of: p, by: delta) - flipping) < 1e-6, "\(p) \(delta)")
            }
        }
        // What is certain stays so, and no amount is too large.
        for delta in [-1e300, -3, 3, 1e300] {
            #expect(DeltaAdjustment.moved(0, by: delta) == 0 && DeltaAdjustment.moved(1, by: delta) == 1)
            #expect(DeltaAdjustment.moved(0.3, by: 1e300 * delta) == (delta < 0 ? 0 : 1))
        }
    }

    /// 400 rows of the same content with a missing flag, each with 50 draws of probability p.
    private static func flags(_ probability: Float) throws -> (Setting, Imputations) {
        let rows = [String](repeating: "1,", count: 400)
        let setting = try Setting("x,flag\n1,no\n2,yes\n" + rows.joined(separator: "\n") + "\n")
        var stream = RandomStream(seed: 5)
        let imputations = setting.imputations(ImputationRequest(drawCount: 50)) { _ in
            let draws = (0..<50).map { _ in [0, Float(stream.uniform() < Double(probability) ? 1 : 0)] }
            return row([0, probability], [], draws)
        }
        return (setting, imputations)
    }

    /// The draws of all imputed flags.
    private static func draws(_ imputations: Imputations) -> [Float] {
        imputations.draws.flatMap { draw in (2..<imputations.rowCount).map { draw[$0 * 2 + 1] } }
    }

    /// Frequencies lie within 5.5 standard errors of what they should be: each of the 8 is red by chance in 4e-8 of the
    /// seeds, which is fixed.
    @Test func drawsFlipAsOftenAsTheyShould() throws {
        for (p, delta) in [(0.3, 0.8), (0.3, -0.8), (0.85, 1.5), (0.6, -3.0)] {
            let (setting, imputations) = try Self.flags(Float(p))
            let before = Self.draws(imputations)
            let after = Self.draws(
                try setting.shifted(imputations, by: [DeltaShift(column: "flag", amount: delta)]))
            let target = 1 / (1 + exp(-(log(p / (1 - p)) + delta)))
            func deviation(_ count: Int, of all: Int, _ share: Double) -> Double {
                abs(Double(count) / Double(all) - share) / sqrt(share * (1 - share) / Double(all))
            }
            let ones = after.count { $0 == 1 }
            #expect(ones + after.count { $0 == 0 } == 20_000)
            #expect(deviation(ones, of: after.count, target) < 5.5, "\(p) \(delta)")
            // Only zeros flip for δ > 0, only ones for δ < 0: as few as can.
            let origin: Float = delta > 0 ? 0 : 1
            let flipped = zip(before, after).filter { $0 != $1 }
            #expect(flipped.allSatisfy { $0.0 == origin })
            let share = delta > 0 ? (target - p) / (1 - p) : (p - target) / p
            #expect(deviation(flipped.count, of: before.count { $0 == origin }, share) < 5.5, "\(p) \(delta)")
        }
    }

    @Test func largerShiftsChangeWhatSmallerOnesDo() throws {
        let (setting, imputations) = try Self.flags(0.4)
        let series = try [0.5, 1, 2].map { delta in
            Self.draws(try setting.shifted(imputations, by: [DeltaShift(column: "flag", amount: delta)]))
        }
        for (smaller, larger) in zip(series, series.dropFirst()) {
            #expect(zip(smaller, larger).allSatisfy { $0 <= $1 } && smaller != larger)
        }
    }

    @Test func eachCellHasRandomnessOfItsOwn() throws {
        let rows = [String](repeating: "1,,", count: 100)
        let setting = try Setting("x,f,g\n1,no,no\n2,yes,yes\n" + rows.joined(separator: "\n") + "\n")
        let imputations = setting.imputations(ImputationRequest(drawCount: 60)) { _ in
            Self.row([0, 0.5, 0.5], [], [[Float]](repeating: [0, 0, 0], count: 60))
        }
        let shifts = ["f", "g"].map { DeltaShift(column: $0, amount: 1) }
        func values(_ imputations: Imputations, _ feature: Int) -> [[Float]] {
            imputations.draws.map { draw in (2..<102).map { draw[$0 * 3 + feature] } }
        }
        let shifted = try setting.shifted(imputations, by: shifts)
        let first = values(shifted, 1), second = values(shifted, 2)
        #expect(Set(first).count == 60 && Set(second).count == 60)
        #expect(Set((0..<100).map { row in first.map { $0[row] } }).count == 100)
        #expect(zip(first, second).allSatisfy { $0 != $1 })
        let other = try setting.shifted(imputations, by: shifts, seed: 2)
        #expect(values(other, 1) != first)
    }

    @Test func rowsAreShiftedTheSameInAnyOrder() throws {
        let lines = (0..<60).map { "\($0),\($0 % 3 == 0 ? "" : $0 % 2 == 0 ? "no" : "yes")" }
        let order = lines.indices.map { ($0 * 7 + 3) % lines.count }
        func flags(_ order: [Int]) throws -> [[Float]] {
            let setting = try Setting("x,flag\n" + order.map { lines[$0] }.joined(separator: "\n") + "\n")
            let imputations = setting.imputations(ImputationRequest(drawCount: 6)) { _ in
                Self.row([0, 0.5], [], [[0, 0], [0, 1], [0, 0], [0, 0], [0, 1], [0, 0]])
            }
            let shifted = try setting.shifted(imputations, by: [DeltaShift(column: "flag", amount: 1)])
            return order.indices.map { row in shifted.draws.map { $0[row * 2 + 1] } }
        }
        let sorted = try flags(Array(lines.indices))
        let permuted = try flags(order)
        #expect(Set(sorted).count > 10)
        for (place, row) in order.enumerated() { #expect(permuted[place] == sorted[row]) }
    }

    @Test func shiftsOfZeroChangeNoBit() throws {
        let (setting, imputations) = try Self.mixed()
        let shifted = try setting.shifted(
            imputations,
            by: [
                DeltaShift(column: "x", amount: 0), DeltaShift(column: "y", amount: 0, unit: .standardDeviations),
                DeltaShift(column: "flag", amount: -0.0),
            ])
        func bits(_ imputations: Imputations) -> [[UInt32]] {
            ([imputations.summary] + imputations.quantiles + imputations.draws).map { $0.map(\.bitPattern) }
        }
        #expect(bits(shifted) == bits(imputations))
    }

    @Test func drawsThatAreProbabilitiesMoveAsSuch() throws {
        let (setting, _) = try Self.mixed()
        let imputations = setting.imputations(ImputationRequest(drawCount: 1)) { _ in
            Self.row([0, 0, 0.4], [], [[0, 0, 0.4]])
        }
        let shifted = try setting.shifted(imputations, by: [DeltaShift(column: "flag", amount: 1)])
        #expect(shifted.draws[0][8] == shifted.summary[8] && shifted.summary[8] > 0.6)
    }

    @Test func whatCannotBeShiftedIsASentenceEach() throws {
        let setting = try Setting(
            "x,full,flag,eyes,none,id,one,same\n1,1,no,a,,u,k,5\n2,3,yes,b,,v,,\n3,5,,c,,w,k,5\n,7,no,,,,k,5\n",
            declared: ["id": .ignore, "one": .binary])
        let shifts = [
            DeltaShift(column: "X", amount: 1), DeltaShift(column: "full", amount: 1),
            DeltaShift(column: "eyes", amount: 1), DeltaShift(column: "none", amount: 1),
            DeltaShift(column: "id", amount: 1), DeltaShift(column: "one", amount: 1),
            DeltaShift(column: "flag", amount: 1, unit: .standardDeviations),
            DeltaShift(column: "same", amount: 1, unit: .standardDeviations), DeltaShift(column: "x", amount: 1e12),
            DeltaShift(column: "x", amount: .nan),
        ]
        let problems = dataProblems { _ = try DeltaAdjustment(shifts, schema: setting.schema, table: setting.table) }
        let expected = [
            "shift of \"X\": t.csv has no such column; did you mean \"x\"?",
            "shift of \"full\": the column has no missing cell in t.csv",
            "shift of \"eyes\": the column is categorical",
            "shift of \"none\": the column has no observed value", "shift of \"id\": the column is ignored",
            "shift of \"one\": the column is constant, so there is no second category",
            "shift of \"flag\": the column is binary and moved in log-odds",
            "shift of \"same\": the column is constant and has no standard deviation",
            "shift of \"x\": it is given 2 times", "shift of \"x\": 1000000000000 is more than 10⁹ standard deviations",
        ]
        #expect(problems.count == expected.count, "\(problems)")
        for (problem, start) in zip(problems, expected) { #expect(problem.hasPrefix(start), "\(problem)") }
        let endless = DeltaShift(column: "x", amount: .infinity)
        let infinite = dataProblems {
            _ = try DeltaAdjustment([endless], schema: setting.schema, table: setting.table)
        }
        #expect(infinite == ["shift of \"x\": the amount is no finite number"])
    }
}
