import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckEncoderInputTests {
    /// Missing cells as 0, with one fault.
    struct FaultyInput: EncoderInput {
        static let name = "faultyInput"
        static let summary = "an input with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, multiplied, shown, patternOnly, rowsMixed, deadParameter, doubledGradient
        }

        var fault = Fault.none

        func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
            let tape = scope.tape
            let filled = tape.select(observed, values, else: tape.constant(0))
            switch fault {
            case .none: return filled
            case .multiplied: return values * observed
            case .shown: return tape.concatenate([values, observed], along: .features)
            case .patternOnly: return observed + 0 * filled
            case .rowsMixed: return filled - filled.mean(over: .rows)
            case .deadParameter:
                return filled + 0 * scope.parameter("dead", TensorShape(features: values.shape.features))
            case .doubledGradient: return filled.withDoubledGradient()
            }
        }
    }

    private static let sentences: [FaultyInput.Fault: String] = [
        .multiplied: "missing cells leak: the input changes when infinity is written",
        .shown: "missing cells leak: the input changes when 7 is written",
        .patternOnly: "the observed value of feature 0 does not reach the encoder",
        .rowsMixed: "the input of a row depends on the rows beside it",
        .deadParameter: "the parameter encoder.input.dead has no gradient",
        .doubledGradient: "deviates from central differences",
    ]

    @Test func everyFaultIsFound() {
        for fault in FaultyInput.Fault.allCases {
            var input = FaultyInput()
            input.fault = fault
            let report = checkEncoderInput(input)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
