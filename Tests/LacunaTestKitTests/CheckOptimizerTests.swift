import LacunaCore
import LacunaTestKit
import Synchronization
import Testing

@Suite struct CheckOptimizerTests {
    /// Gradient descent with one fault.
    struct FaultyOptimizer: Optimizer {
        static let name = "faultyOptimizer"
        static let summary = "an optimizer with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, ascends, hiddenState, scaleIgnored, rateIgnored, tooSlow, notFinite
        }

        static let counter = Atomic<Int>(0)

        var fault = Fault.none
        var learningRate = 0.01
        var stateCount: Int { 0 }

        func update(_ slice: ParameterSlice, step: Int, learningRate: Double, gradientScale: Double) {
            var rate = fault == .rateIgnored ? 0.01 : learningRate
            if fault == .ascends { rate = -rate }
            if fault == .tooSlow { rate *= 1e-3 }
            if fault == .hiddenState {
                let count = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue
                rate *= 1 + 1 / Double(count + 1)
            }
            let scale = fault == .scaleIgnored ? 1 : gradientScale
            for cell in 0..<slice.count {
                let gradient = scale * slice.gradient(at: cell)
                let length = fault == .notFinite ? gradient / abs(gradient).squareRoot() : gradient
                slice[cell] -= rate * length
            }
        }
    }

    @Test func everyFaultIsFound() {
        let sentences: [FaultyOptimizer.Fault: String] = [
            .ascends: "the first step raises the loss",
            .hiddenState: "a step depends on something beside its arguments",
            .scaleIgnored: "gradientScale is not a factor on the gradient",
            .rateIgnored: "a step with a learning rate of 0 moves the parameters",
            .tooSlow: "a quadratic function only falls from", .notFinite: "parameters are not finite",
        ]
        for fault in FaultyOptimizer.Fault.allCases {
            var optimizer = FaultyOptimizer()
            optimizer.fault = fault
            let report = checkOptimizer(optimizer)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
