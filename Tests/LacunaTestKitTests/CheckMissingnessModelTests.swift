import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckMissingnessModelTests {
    /// Each cell is observed with a probability that depends on its value, with one fault.
    struct FaultyMissingness: MissingnessModel {
        static let name = "faultyMissingness"
        static let summary = "self-masking with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, halfOfPatterns, wrongShape, ignorable, overflow, doubledGradient
        }

        var fault = Fault.none
        var isIgnorable: Bool { fault == .ignorable }

        func logProbability(of observed: Tensor, given values: Tensor, in scope: ParameterScope) -> Tensor {
            let shape = TensorShape(features: values.shape.features)
            let logit =
                scope.parameter("slope", shape, initial: .constant(-1)) * values + scope.parameter("bias", shape)
            let tape = scope.tape
            switch fault {
            case .halfOfPatterns: return (observed * logit.logSigmoid()).sum(over: .features)
            case .wrongShape: return observed * logit.logSigmoid() + (1 - observed) * (-logit).logSigmoid()
            case .overflow:
                let odds = (3 * logit).exp()
                return (observed * odds.log() - odds.logOnePlus()).sum(over: .features)
            case .doubledGradient:
                return tape.bernoulliLogDensity(observed, logit: logit).withDoubledGradient()
            default: return tape.bernoulliLogDensity(observed, logit: logit)
            }
        }
    }

    private static let sentences: [FaultyMissingness.Fault: String] = [
        .halfOfPatterns: "the probabilities of all patterns of a row sum to",
        .wrongShape: "log p(s|x) has the shape 8×2×3 where 8×2×1 is expected",
        .ignorable: "it is ignorable, but log p(s|x) is not 0", .overflow: "is not finite where values are",
        .doubledGradient: "deviates from central differences",
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
