import Lacuna
import LacunaTestKit
import Testing

@Suite struct MLPNetworkTests {
    @Test(arguments: Activation.allCases) func keepsItsContract(_ activation: Activation) {
        let report = checkNetwork(MLPNetwork(hidden: [6, 5], activation: activation))
        #expect(report.passed, "\(activation): \(report)")
    }

    /// W₂ tanh(W₁ x + b₁) + b₂ by hand.
    @Test func twoLayersByHand() throws {
        let found = try output(
            MLPNetwork(hidden: [2]), input: [0.5], width: 1,
            parameters: [
                "layer0.weight": [1, -2], "layer0.bias": [0.1, 0.3], "output.weight": [2, 3], "output.bias": [-1],
            ])
        #expect(distance(found, [2 * Double.tanh(0.6) + 3 * Double.tanh(-0.7) - 1]) < 1e-12)
    }

    /// Training silences about the share that was asked for and scales the rest; evaluation silences nothing.
    ///
    /// 4000 units: a share off by .05 is found with a false-alarm rate of 1e-8 (Hoeffding).
    @Test func dropoutSilencesItsShare() throws {
        var network = MLPNetwork(hidden: [4000])
        network.dropout = 0.25
        network.activation = .identity
        let parameters = [
            "layer0.weight": [Double](repeating: 0, count: 4000), "layer0.bias": [Double](repeating: 1, count: 4000),
            "output.weight": [Double](repeating: 1, count: 4000), "output.bias": [0],
        ]
        let trained = try output(network, input: [1], width: 1, parameters: parameters, mode: .training)
        let kept = trained[0] * 0.75 / 4000
        #expect(abs(kept - 0.75) < 0.05)
        #expect(abs(kept * 4000 - (kept * 4000).rounded()) < 1e-6, "kept units are scaled by 1/(1 − share)")
        #expect(try output(network, input: [1], width: 1, parameters: parameters) == [4000])
    }

    @Test func nonsenseIsRefused() {
        var network = MLPNetwork(hidden: [])
        network.dropout = 1
        #expect(Set(network.allProblems().map(\.key)) == ["hidden", "dropout"])
    }
}
