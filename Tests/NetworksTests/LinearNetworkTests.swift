import Lacuna
import LacunaTestKit
import Testing

@Suite struct LinearNetworkTests {
    @Test func keepsItsContract() {
        let report = checkNetwork(LinearNetwork())
        #expect(report.passed, "\(report)")
    }

    /// x · W + b by hand.
    @Test func itIsAnAffineMap() throws {
        let found = try output(
            LinearNetwork(), input: [1, -2], width: 3,
            parameters: ["output.weight": [1, 2, 3, 0.5, -1, 4], "output.bias": [0.1, 0.2, 0.3]])
        #expect(distance(found, [0.1, 4.2, -4.7]) < 1e-12)
    }
}
