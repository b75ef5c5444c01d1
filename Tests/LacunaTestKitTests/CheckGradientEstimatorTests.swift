import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckGradientEstimatorTests {
    /// The plain gradient with one fault.
    struct FaultyEstimator: GradientEstimator {
        static let name = "faultyEstimator"
        static let summary = "an estimator with a fault"

        enum Fault: String, Codable, CaseIterable { case none, valueChanged, pathDropped, wrongShape, notFinite }

        var fault = Fault.none

        func density(of posterior: any Posterior) -> any Posterior { Wrapped(fault: fault, inner: posterior) }

        func pathFactor(normalisedWeights: Tensor) -> Tensor? {
            switch fault {
            case .wrongShape:
                normalisedWeights.broadcast(
                    to: TensorShape(
                        rows: normalisedWeights.shape.rows, samples: normalisedWeights.shape.samples, features: 3))
            case .notFinite: (0 * normalisedWeights).log()
            default: nil
            }
        }

        struct Wrapped: Posterior {
            var fault: Fault
            var inner: any Posterior

            func draw(count: Int, purpose: String) -> Tensor { inner.draw(count: count, purpose: purpose) }

            func logDensity(of latent: Tensor) -> Tensor {
                switch fault {
                case .valueChanged: inner.logDensity(of: latent) + 1
                case .pathDropped: inner.logDensity(of: latent.stoppingGradient())
                default: inner.logDensity(of: latent)
                }
            }

            func stoppingGradient() -> any Posterior { inner.stoppingGradient() }
        }
    }

    @Test func everyFaultIsFound() {
        let sentences: [FaultyEstimator.Fault: String] = [
            .valueChanged: "the estimator changes the value of the bound",
            .pathDropped: "the mean gradient of encoder.network.", .wrongShape: "pathFactor has the shape 2×4×3",
            .notFinite: "pathFactor is not finite",
        ]
        for fault in FaultyEstimator.Fault.allCases {
            var estimator = FaultyEstimator()
            estimator.fault = fault
            let report = checkGradientEstimator(estimator)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
