import Lacuna
import LacunaTestKit
import Testing

@Suite struct StandardNormalPriorTests {
    @Test func keepsItsContract() {
        let report = checkPrior(StandardNormalPrior())
        #expect(report.passed, "\(report)")
    }

    /// −(d log 2π + |z|²) / 2.
    @Test func theDensityHasItsClosedForm() throws {
        let tape = Tape(precision: .float64)
        let latent = tape.constant([0.5, -1, 2], TensorShape(features: 3))
        let context = PriorContext.example(on: tape, latentDimension: 3)
        let density = StandardNormalPrior().logDensity(of: latent, in: context)
        let workspace = Workspace(try tape.finish(outputs: [density]))
        workspace.forward()
        #expect(abs(workspace.read(density.view)[0] + 0.5 * (3 * Double.log(2 * .pi) + 5.25)) < 1e-12)
    }
}
