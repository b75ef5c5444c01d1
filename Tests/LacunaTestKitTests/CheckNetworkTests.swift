import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckNetworkTests {
    /// An affine map with one fault.
    struct FaultyNetwork: Network {
        static let name = "faultyNetwork"
        static let summary = "a network with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, wrongWidth, rowsMixed, samplesMixed, deadParameter, noiseInEvaluation, doubledGradient, overflow
            case constantStart
        }

        var fault = Fault.none

        func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor {
            let start = fault == .constantStart ? Initializer.constant(0.1) : .orthogonal(gain: 1)
            let wanted = fault == .wrongWidth ? width + 1 : width
            let result = scope.linear(input, width: wanted, weightInitial: start)
            switch fault {
            case .rowsMixed: return result - 0.1 * result.mean(over: .rows)
            case .samplesMixed: return result - 0.1 * result.mean(over: .samples)
            case .deadParameter: return result + 0 * scope.parameter("dead", TensorShape(features: width))
            case .noiseInEvaluation:
                return result + 0.1 * scope.tape.normalNoise(result.shape, purpose: "noise")
            case .doubledGradient: return result.withDoubledGradient()
            case .overflow: return (20 * result).exp().logOnePlus()
            default: return result
            }
        }
    }

    private static let sentences: [FaultyNetwork.Fault: String] = [
        .wrongWidth: "the result has the shape 1×1×2 where 1×1×1 is expected",
        .rowsMixed: "the result of a row depends on the rows beside it",
        .samplesMixed: "a sample is not treated as a row of the same numbers would be",
        .deadParameter: "the parameter decoder.network.dead has no gradient",
        .noiseInEvaluation: "the result in evaluation depends on random numbers",
        .doubledGradient: "deviates from central differences",
        .overflow: "the result is not finite where inputs reach",
        .constantStart: "networks start the same from different streams",
    ]

    @Test func everyFaultIsFound() {
        for fault in FaultyNetwork.Fault.allCases {
            var network = FaultyNetwork()
            network.fault = fault
            let report = checkNetwork(network)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
