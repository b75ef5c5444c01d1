import LacunaCore
import LacunaTestKit
import Testing

/// Densities relative to something else than length on the line: `checkObservationModel` knows atoms and ranges.
@Suite struct ObservationMeasureTests {
    /// Normal columns with an excess of zeros, and one fault.
    struct FaultyZeroInflation: ObservationModel {
        static let name = "faultyZeroInflation"
        static let summary = "normal columns with an excess of zeros and a fault"
        static let kinds: Set<ColumnKind> = [.continuous]

        enum Fault: String, Codable, CaseIterable {
            case none, undeclared, elsewhere, outOfRange, wrongMass, besideTheAtom, tooRarely, meanWithoutAtom,
                noMeasures
        }

        var fault = Fault.none

        func headWidth(for block: ColumnBlock) -> Int { 2 * block.featureCount }

        func measures(of block: ColumnBlock) -> [ColumnMeasure] {
            let atoms: [Double] =
                switch fault {
                case .undeclared: []
                case .elsewhere: [0.5]
                default: [0]
                }
            return fault == .noMeasures
                ? []
                : block.names.map { _ in
                    ColumnMeasure(range: (fault == .outOfRange ? 1 : -Double.infinity)...Double.infinity, atoms: atoms)
                }
        }

        func distribution(
            head: Tensor, block: ColumnBlock, in scope: ParameterScope
        ) -> any ConditionalDistribution {
            let count = block.featureCount
            return Recorded(
                fault: fault, logOdds: head.features(0..<count), location: head.features(count..<2 * count))
        }

        struct Recorded: ConditionalDistribution {
            var fault: Fault
            var logOdds: Tensor
            var location: Tensor

            func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
                let tape = location.tape, zero = tape.constant(0)
                let other = tape.lessThan(values, zero) + tape.lessThan(zero, values)
                let atOther = observed * other
                let atZero = observed * (1 - other)
                let logMass = logOdds.logSigmoid() + (fault == .wrongMass ? 0.01 : 0)
                return tape.select(atZero, logMass, else: zero).sum(over: .features)
                    + tape.select(atOther, (-logOdds).logSigmoid(), else: zero).sum(over: .features)
                    + tape.gaussianLogDensity(
                        values, observed: atOther, mean: location, standardDeviation: tape.constant(0.7))
            }

            func mean() -> Tensor { fault == .meanWithoutAtom ? location : (-logOdds).sigmoid() * location }

            func sample(purpose: String) -> Tensor {
                let tape = location.tape
                let level = logOdds.sigmoid() * (fault == .tooRarely ? 0.9 : 1)
                let isZero = tape.lessThan(tape.uniformNoise(location.shape, purpose: purpose + ".zero"), level)
                let other = location + 0.7 * tape.normalNoise(location.shape, purpose: purpose)
                return tape.select(isZero, tape.constant(fault == .besideTheAtom ? 1e-6 : 0), else: other)
            }
        }
    }

    @Test func everyFaultOfAnAtomIsFound() {
        let sentences: [FaultyZeroInflation.Fault: String] = [
            .undeclared: "instead of 1: the log-density is wrong", .elsewhere: "instead of 1: the log-density is wrong",
            .outOfRange: "an atom at 0.0, where a number in its range 1.0 to",
            .wrongMass: "instead of 1: the log-density is wrong",
            .besideTheAtom: "draws do not follow the density", .tooRarely: "draws do not follow the density",
            .meanWithoutAtom: "where the density's mean is", .noMeasures: "measures(of:) has 0 elements",
        ]
        for fault in FaultyZeroInflation.Fault.allCases {
            var model = FaultyZeroInflation()
            model.fault = fault
            let report = checkObservationModel(model)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }

    /// Log-normal columns, whose density ends at 0, or their negatives.
    struct HalfLine: ObservationModel {
        static let name = "halfLine"
        static let summary = "log-normal columns or their negatives"
        static let kinds: Set<ColumnKind> = [.continuous]

        var sign = 1.0
        var range = 0...Double.infinity

        init() {}

        init(sign: Double, range: ClosedRange<Double>) {
            self.sign = sign
            self.range = range
        }

        func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

        func measures(of block: ColumnBlock) -> [ColumnMeasure] {
            block.names.map { _ in ColumnMeasure(range: range) }
        }

        func distribution(
            head: Tensor, block: ColumnBlock, in scope: ParameterScope
        ) -> any ConditionalDistribution { Recorded(location: head, sign: sign) }

        struct Recorded: ConditionalDistribution {
            var location: Tensor
            var sign: Double

            func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
                let tape = location.tape
                let clean = tape.select(observed, values, else: tape.constant(1))
                let size = (tape.maximum(sign * clean, tape.constant(1e-30))).log()
                return tape.gaussianLogDensity(
                    size, observed: observed, mean: location, standardDeviation: tape.constant(0.6))
                    - tape.select(observed, size, else: tape.constant(0)).sum(over: .features)
            }

            func mean() -> Tensor { sign * (location + 0.18).exp() }

            func sample(purpose: String) -> Tensor {
                sign * (location + 0.6 * location.tape.normalNoise(location.shape, purpose: purpose)).exp()
            }
        }
    }

    @Test func densitiesMayEnd() {
        expectPass(checkObservationModel(HalfLine()))
        expectPass(checkObservationModel(HalfLine(sign: -1, range: -Double.infinity...0)))
        expect(
            checkObservationModel(HalfLine(sign: 1, range: 0...1)), says: "integrates to", "a range that is too short")
        expect(checkObservationModel(HalfLine(sign: -1, range: 0...1)), says: "integrates to", "a range elsewhere")
        expect(
            checkObservationModel(HalfLine(sign: -1, range: 0...1)),
            says: "where measures(of:) says that values lie between 0.0 and 1.0", "draws outside the range")
    }
}
