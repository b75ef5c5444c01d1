import Lacuna
import LacunaTestKit
import Testing

@Suite struct StudentTVariationalFamilyTests {
    @Test(arguments: [5.0, 30]) func keepsItsContract(_ degrees: Double) {
        var family = StudentTVariationalFamily()
        family.degreesOfFreedom = degrees
        let report = checkVariationalFamily(family)
        #expect(report.passed, "\(report)")
    }

    @Test func keepsItsContractWithLearntDegrees() {
        var family = StudentTVariationalFamily()
        family.learnsDegreesOfFreedom = true
        let report = checkVariationalFamily(family)
        #expect(report.passed, "\(report)")
    }

    @Test(arguments: [false, true]) func transportedDrawsKeepTheirGradient(learnsDegrees: Bool) throws {
        var family = StudentTVariationalFamily()
        family.learnsDegreesOfFreedom = learnsDegrees
        let draws = try TransportedDraws(family)
        #expect(draws.deviation < 1e-10 && draws.reachesWholeHead)
    }

    /// With a head of zeros, learnt degrees of freedom are those of the configuration; far below, the minimum.
    @Test func learntDegreesStartWhereTheConfigurationSays() throws {
        var learning = StudentTVariationalFamily()
        learning.learnsDegreesOfFreedom = true
        learning.degreesOfFreedom = 7.5
        learning.minimumDegreesOfFreedom = 2.25
        var fixed = StudentTVariationalFamily()
        let tape = Tape(precision: .float64)
        let latent = tape.constant([1.5], .scalar)
        func density(_ family: StudentTVariationalFamily, _ head: [Double]) -> Tensor {
            let head = tape.constant(head, TensorShape(features: head.count))
            return family.posterior(head: head, latentDimension: 1, in: ParameterScope(tape, group: .encoder))
                .logDensity(of: latent)
        }
        var densities = [density(learning, [0, 0, 0]), density(learning, [0, 0, -60])]
        for degrees in [7.5, 2.25] {
            fixed.degreesOfFreedom = degrees
            densities.append(density(fixed, [0, 0]))
        }
        let workspace = Workspace(try tape.finish(outputs: densities))
        workspace.forward()
        let values = densities.map { workspace.read($0.view)[0] }
        #expect(abs(values[0] - values[2]) < 1e-12 && abs(values[1] - values[3]) < 1e-12)
        #expect(abs(values[0] - values[1]) > 1e-3)
    }

    @Test func learningMustStartAboveTheMinimum() {
        var family = StudentTVariationalFamily()
        family.degreesOfFreedom = 2
        #expect(family.allProblems().isEmpty)
        family.learnsDegreesOfFreedom = true
        #expect(
            family.allProblems().map(\.message) == [
                "must be greater than minimumDegreesOfFreedom (3.0) where it is learnt, not 2.0"
            ])
        family.minimumDegreesOfFreedom = 0
        #expect(family.allProblems().map(\.key) == ["minimumDegreesOfFreedom"])
    }

    @Test func nonsenseIsRefused() {
        var family = StudentTVariationalFamily()
        family.degreesOfFreedom = 0
        family.scaleFloor = -1
        #expect(family.allProblems().map(\.key) == ["scaleFloor", "degreesOfFreedom"])
    }
}
