import Lacuna
import LacunaTestKit
import Testing

@Suite struct GaussianVariationalFamilyTests {
    @Test func keepsItsContract() {
        let report = checkVariationalFamily(GaussianVariationalFamily())
        #expect(report.passed, "\(report)")
    }

    @Test func transportedDrawsKeepTheirGradient() throws {
        let draws = try TransportedDraws(GaussianVariationalFamily())
        #expect(draws.deviation < 1e-10 && draws.reachesWholeHead)
    }

    /// Means lie before raw scales in the head, and σ = floor + softplus(raw).
    @Test func theHeadIsMeansThenRawScales() throws {
        let family = GaussianVariationalFamily()
        let tape = Tape(precision: .float64)
        let head = tape.constant([0.3, -1, 0, 2], TensorShape(features: 4))
        let posterior = family.posterior(head: head, latentDimension: 2, in: ParameterScope(tape, group: .encoder))
        let density = posterior.logDensity(of: tape.constant([1, 0.5], TensorShape(features: 2)))
        let workspace = Workspace(try tape.finish(outputs: [density]))
        workspace.forward()
        let scales = [0.0, 2].map { family.scaleFloor + Double.softplus($0) }
        var wanted = -Double.log(2 * .pi)
        for (distance, scale) in zip([0.7, 1.5], scales) {
            wanted -= Double.log(scale) + 0.5 * (distance / scale) * (distance / scale)
        }
        #expect(abs(workspace.read(density.view)[0] - wanted) < 1e-12)
    }
}
