import Lacuna
import LacunaTestKit
import Testing

@Suite struct ResidualMLPNetworkTests {
    private static func network(blocks: Int, width: Int) -> ResidualMLPNetwork {
        var network = ResidualMLPNetwork()
        network.blockCount = blocks
        network.width = width
        return network
    }

    @Test(arguments: [0, 2]) func keepsItsContract(_ blocks: Int) {
        let report = checkNetwork(Self.network(blocks: blocks, width: 6))
        #expect(report.passed, "\(report)")
    }

    /// h + W₂ relu(W₁ relu(h)) by hand, with one unit.
    @Test func oneBlockByHand() throws {
        let found = try output(
            Self.network(blocks: 1, width: 1), input: [2], width: 1,
            parameters: [
                "input.weight": [1.5], "input.bias": [-1], "block0.first.weight": [2], "block0.first.bias": [-1],
                "block0.second.weight": [0.5], "block0.second.bias": [0.25], "output.weight": [-1],
                "output.bias": [0.5],
            ])
        // h = 2; first = relu(2 · 2 − 1) = 3; h' = 2 + 3 / 2 + 1/4; out = −h' + 1/2.
        #expect(distance(found, [-3.25]) < 1e-12)
    }

    @Test func nonsenseIsRefused() {
        var network = Self.network(blocks: -1, width: 0)
        network.dropout = -0.1
        #expect(Set(network.allProblems().map(\.key)) == ["blockCount", "width", "dropout"])
    }
}
