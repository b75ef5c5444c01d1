import Lacuna
import LacunaTestKit
import Testing

@Suite struct MixtureVariationalFamilyTests {
    private static let components: [any VariationalFamily] = {
        var learning = StudentTVariationalFamily()
        learning.learnsDegreesOfFreedom = true
        return [
            GaussianVariationalFamily(), StudentTVariationalFamily(), learning,
            FullCovarianceGaussianVariationalFamily(),
        ]
    }()

    private static func mixture(_ count: Int, _ component: Int, _ sampling: String) -> MixtureVariationalFamily {
        var family = MixtureVariationalFamily()
        family.componentCount = count
        family.component = Choice(components[component])
        family.sampling = sampling == "stratified" ? .stratified : .ancestral
        return family
    }

    @Test(arguments: [0, 1, 2, 3], ["stratified", "ancestral"])
    func keepsItsContract(component: Int, sampling: String) {
        // Any covariance has no distribution function, so that such components are only sampled one by one.
        if component == 3, sampling == "ancestral" { return }
        for count in [1, 3] {
            let report = checkVariationalFamily(Self.mixture(count, component, sampling))
            #expect(report.passed, "\(count) components: \(report)")
        }
    }

    /// A head of zeros puts components apart, by fixed numbers times the spread; one alone lies at 0.
    @Test func componentsStartApart() throws {
        func locations(_ count: Int, spread: Double) throws -> [Double] {
            var family = Self.mixture(count, 0, "stratified")
            family.spread = spread
            let tape = Tape(precision: .float64)
            let head = tape.constant(
                [Double](repeating: 0, count: family.headWidth(latentDimension: 2)),
                TensorShape(features: family.headWidth(latentDimension: 2)))
            let posterior = family.posterior(
                head: head, latentDimension: 2, in: ParameterScope(tape, group: .encoder))
            let drawn = posterior.draw(count: 1, purpose: "start")
            let workspace = Workspace(try tape.finish(outputs: [drawn]))
            workspace.forward()
            return workspace.read(drawn.view)
        }
        let together = try locations(3, spread: 0), apart = try locations(3, spread: 1),
            far = try locations(3, spread: 2)
        for cell in together.indices {
            #expect(abs(far[cell] - together[cell] - 2 * (apart[cell] - together[cell])) < 1e-12)
            #expect(abs(apart[cell] - together[cell]) > 1e-3)
        }
        #expect(try locations(1, spread: 5) == locations(1, spread: 0))
    }

    /// Raw log-weights lie before the heads of the components.
    @Test func theHeadIsLogWeightsThenHeads() throws {
        var family = Self.mixture(2, 0, "stratified")
        family.spread = 0
        let tape = Tape(precision: .float64)
        let head = tape.constant([0.4, -0.2, 0.3, -1, 2, 0.5], TensorShape(features: 6))
        let scope = ParameterScope(tape, group: .encoder)
        let posterior = family.posterior(head: head, latentDimension: 1, in: scope)
        let latent = tape.constant([0.7], TensorShape(features: 1))
        let density = posterior.logDensity(of: latent)
        let strata = posterior.logStratumDensity(ofDraws: tape.constant([0.1, 0.9], TensorShape(samples: 2)))
        let workspace = Workspace(try tape.finish(outputs: [density, strata]))
        workspace.forward()
        func component(_ z: Double, _ mean: Double, _ raw: Double) -> Double {
            let scale = 1e-4 + Double.softplus(raw)
            let distance = (z - mean) / scale
            return -0.5 * distance * distance - Double.log(scale) - 0.5 * Double.log(2 * .pi)
        }
        let powers = [0.4, -0.2].map { Double.exp($0) }
        let wanted =
            (powers[0] * Double.exp(component(0.7, 0.3, -1)) + powers[1] * Double.exp(component(0.7, 2, 0.5)))
            / (powers[0] + powers[1])
        #expect(abs(workspace.read(density.view)[0] - Double.log(wanted)) < 1e-12)
        let found = workspace.read(strata.view)
        #expect(abs(found[0] - component(0.1, 0.3, -1)) < 1e-12)
        #expect(abs(found[1] - component(0.9, 2, 0.5)) < 1e-12)
    }

    @Test func nonsenseIsRefused() {
        for count in [0, -3, 1001] {
            let problems = Self.mixture(count, 0, "stratified").allProblems()
            #expect(problems.map(\.key) == ["componentCount"])
            #expect(problems.first?.message == "must lie between 1 and 1000, not \(count)")
        }
        var far = Self.mixture(2, 0, "stratified")
        far.spread = -1
        #expect(far.allProblems().map(\.key) == ["spread"])
        var held = Self.mixture(2, 0, "ancestral")
        held.velocityLimit = 0
        #expect(held.allProblems().map(\.key) == ["velocityLimit"])
        var nested = MixtureVariationalFamily()
        nested.component = Choice(Self.mixture(2, 0, "stratified"))
        #expect(nested.allProblems().map(\.key) == ["component"])
        #expect(Self.mixture(2, 0, "ancestral").allProblems().isEmpty)
    }

    @Test func componentsWithoutADistributionFunctionAreNotDrawnAncestrally() throws {
        var family = MixtureVariationalFamily()
        family.component = Choice(LaplaceFamily())
        #expect(family.allProblems().isEmpty)
        #expect(!family.canTransport)
        family.sampling = .ancestral
        let problem = try #require(family.allProblems().first)
        #expect(problem.key == "sampling")
        #expect(problem.message.contains("a distribution function in each latent, which testLaplace has not"))
    }

    /// A family that only draws and has a density.
    struct LaplaceFamily: VariationalFamily {
        static let name = "testLaplace"
        static let summary = "a family that says nothing of its distribution function"

        func headWidth(latentDimension: Int) -> Int { latentDimension }

        func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
            Recorded(location: head)
        }

        struct Recorded: Posterior {
            var location: Tensor

            func draw(count: Int, purpose: String) -> Tensor {
                let shape = TensorShape(
                    rows: location.shape.rows, samples: count, features: location.shape.features)
                let tape = location.tape
                return location + tape.exponentialNoise(shape, purpose: purpose)
                    - tape.exponentialNoise(shape, purpose: "\(purpose).other")
            }

            func logDensity(of latent: Tensor) -> Tensor {
                -((latent - location).magnitude() + Double.log(2)).sum(over: .features)
            }

            func stoppingGradient() -> any Posterior { Recorded(location: location.stoppingGradient()) }
        }
    }

    /// A component with strata of its own would draw more than its share.
    @Test func componentsWithStrataAreRefused() {
        struct Layered: VariationalFamily {
            static let name = "testLayered"
            static let summary = "a family with strata"
            var stratumCount: Int? { 2 }
            func headWidth(latentDimension: Int) -> Int { latentDimension }
            func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
                LaplaceFamily.Recorded(location: head)
            }
        }
        var family = MixtureVariationalFamily()
        family.component = Choice(Layered())
        #expect(family.allProblems().map(\.key) == ["component"])
    }

    /// Components that only draw can be mixed, with draws from each of them.
    @Test func anyFamilyMixesByStrata() {
        var family = MixtureVariationalFamily()
        family.componentCount = 2
        family.component = Choice(LaplaceFamily())
        let report = checkVariationalFamily(family)
        #expect(report.passed, "\(report)")
    }
}
