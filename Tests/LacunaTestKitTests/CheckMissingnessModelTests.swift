import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckMissingnessModelTests {
    /// Each cell is observed with a probability that depends on its value, with one fault.
    struct FaultyMissingness: MissingnessModel {
        static let name = "faultyMissingness"
        static let summary = "self-masking with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, halfOfPatterns, wrongShape, ignorable, overflow, doubledGradient, rowsMixed, firstFeatures
            case otherLogOdds, otherColumns, unexplained, unexplainedSlope, slopeShape, offsetShape
            case explainedCount, priorGradient, priorOverflow, priorShape, foreignPrior
            case samePatterns, nothingExplained, explainedInVain
            case mirroredPath, mirroredIndex, mirroredColumn, mirroredCategories, mirroredOther, mirroredCentre,
                mirroredFar
        }

        var fault = Fault.none
        var isIgnorable: Bool { fault == .ignorable }
        /// Whether it says the same of every pattern, and has no parameters.
        private var isIdle: Bool { [.samePatterns, .nothingExplained, .explainedInVain].contains(fault) }

        private func logOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds {
            let width = columns.reduce(0) { $0 + $1.width }
            return OwnLogOdds(
                isExplained: columns.map { _ in true },
                slope: scope.parameter("slope", TensorShape(features: width), initial: .constant(-1)),
                offset: scope.parameter("offset", TensorShape(features: columns.count)))
        }

        func logProbability(
            of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
        ) -> Tensor {
            if isIdle { return values.features(0..<1) * 0 }
            let own = logOdds(for: columns, in: scope)
            var logit = own.logOdds(given: values, for: columns)
            let tape = scope.tape
            switch fault {
            case .halfOfPatterns: return (pattern * logit.logSigmoid()).sum(over: .features)
            case .wrongShape: return pattern * logit.logSigmoid() + (1 - pattern) * (-logit).logSigmoid()
            case .overflow:
                let odds = (3 * logit).exp()
                return (pattern * odds.log() - odds.logOnePlus()).sum(over: .features)
            case .doubledGradient: return tape.bernoulliLogDensity(pattern, logit: logit).withDoubledGradient()
            case .rowsMixed: logit = logit + values.mean(over: .rows).features(0..<1)
            case .otherColumns: logit = logit + values.features(0..<1)
            // Right where every column has one feature.
            case .firstFeatures:
                logit = own.slope.features(0..<columns.count) * values.features(0..<columns.count) + own.offset
            case .unexplainedSlope:
                var own = own
                own.isExplained[1] = false
                return own.logProbability(of: pattern, given: values, for: columns)
            default: break
            }
            return tape.bernoulliLogDensity(pattern, logit: logit)
        }

        func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds? {
            guard !isIdle else {
                guard fault != .samePatterns else { return nil }
                let shape = TensorShape(features: columns.reduce(0) { $0 + $1.width })
                return OwnLogOdds(
                    isExplained: columns.map { _ in fault == .explainedInVain },
                    slope: scope.tape.constant([Double](repeating: 0, count: shape.features), shape),
                    offset: scope.tape.constant(
                        [Double](repeating: 0, count: columns.count), TensorShape(features: columns.count)))
            }
            var own = logOdds(for: columns, in: scope)
            switch fault {
            case .otherLogOdds: own.offset = own.offset + 0.01
            case .unexplained, .unexplainedSlope: own.isExplained[1] = false
            case .slopeShape: own.slope = own.slope.features(0..<1)
            case .offsetShape: own.offset = own.offset.features(0..<1)
            case .explainedCount: own.isExplained = [true]
            case .none, .otherColumns, .firstFeatures, .priorGradient, .priorOverflow, .priorShape, .foreignPrior: break
            default: return nil
            }
            return own
        }

        /// Slopes change their sign. The offset of a column of middle ½ would become the sum of two numbers.
        func mirroredParameters(for columns: [FeatureEntry]) -> [MirroredParameter] {
            guard !isIdle else { return [] }
            var numbers: [MirroredParameter] = [], feature = 0
            for (place, column) in columns.enumerated() {
                let isMirrored = column.kind == .continuous || fault == .mirroredCategories
                if isMirrored { numbers.append(MirroredParameter(column: place, path: "slope", index: feature)) }
                feature += column.width
            }
            switch fault {
            case .mirroredPath: numbers[0].path = "gradient"
            case .mirroredIndex: numbers[0].index = 100
            case .mirroredColumn: numbers[0].column = 7
            case .mirroredOther: numbers[0].path = "offset"
            case .mirroredCentre: numbers[0].centre = 0.5
            case .mirroredFar: numbers[0].centre = 1e18
            default: break
            }
            return numbers
        }

        func logPrior(for columns: [FeatureEntry], in scope: ParameterScope) -> Tensor? {
            guard !isIdle else { return nil }
            let slope = logOdds(for: columns, in: scope).slope
            let density = slope.squared().sum(over: .features) * -0.5
            switch fault {
            case .none: return density
            case .priorGradient: return density.withDoubledGradient()
            case .priorOverflow: return density + 0 * (1000 - slope.sum(over: .features)).exp()
            case .priorShape: return slope.squared() * -0.5
            case .foreignPrior: return scope.parameter("scale", TensorShape(features: 1)).squared() * -0.5
            default: return nil
            }
        }
    }

    private static let sentences: [FaultyMissingness.Fault: String] = [
        .halfOfPatterns: "the probabilities of all patterns of a row sum to",
        .wrongShape: "log p(s|x) has the shape 8×2×3 where 8×2×1 is expected",
        .ignorable: "it is ignorable, but log p(s|x) is not 0", .overflow: "is not finite where values are",
        .doubledGradient: "log p(s|x): the gradient with respect to the parameter missingness.offset deviates",
        .rowsMixed: "log p(s|x) of a row depends on the rows beside it",
        .firstFeatures: "columns of all kinds: log p(s|x) is",
        .otherLogOdds: "where its own log-odds say",
        .otherColumns: "columns of all kinds: it has log-odds that depend on each column's own value only",
        .unexplained: "where its own log-odds say",
        .unexplainedSlope: "do not explain flag, but their slope or offset for it is not 0",
        .slopeShape: "the slope of its own log-odds has the shape 1×1×1, where 1×1×3 is expected",
        .offsetShape: "the offset of its own log-odds has the shape 1×1×1, where 1×1×3 is expected",
        .explainedCount: "its own log-odds say of 1 columns whether they are explained, where there are 3",
        .priorGradient: "the log-prior: the gradient", .priorOverflow: "the log-prior is not finite",
        .priorShape: "the log-prior has the shape 1×1×3 where 1×1×1 is expected",
        .foreignPrior: "its prior is one of a parameter scale",
        .samePatterns: "it is not ignorable, but log p(s|x) is the same for every pattern",
        .nothingExplained: "it is not ignorable, but explains none of the columns",
        .explainedInVain: "the probabilities of all patterns of a row sum to 8",
        .mirroredPath: "it mirrors a number of the parameter gradient, which log p(s|x) does not have",
        .mirroredIndex: "it mirrors number 100 of the parameter slope, which has 3 from 0",
        .mirroredColumn: "it mirrors the curve of column 7, where there are 3 from 0",
        .mirroredCategories: "columns of all kinds: it mirrors the curve of group, whose categories have no order",
        .mirroredOther: "with the curve of x0 mirrored log p(s|x) is",
        .mirroredCentre: "with the curve of x0 mirrored log",
        .mirroredFar: "with the curve of x0 mirrored twice",
    ]

    @Test func everyFaultIsFound() {
        for fault in FaultyMissingness.Fault.allCases {
            var model = FaultyMissingness()
            model.fault = fault
            let report = checkMissingnessModel(model)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
