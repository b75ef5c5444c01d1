import Lacuna
import LacunaTestKit

/// A prior recorded at given latents in 64 bits, with parameters that can be set.
struct PriorProbe {
    let store = ParameterStore(precision: .float64)
    private let program: Program
    private let density: TensorView
    private let responsibilities: TensorView?

    /// - Parameter latents: Rows × samples × features.
    init(_ prior: some Prior, latents: [Double], _ shape: TensorShape) throws {
        let tape = Tape(store: store)
        let context = PriorContext.example(on: tape, latentDimension: shape.features)
        let latent = tape.constant(latents, shape)
        let density = prior.logDensity(of: latent, in: context)
        let responsibilities = (prior as? any ClusteredPrior)?.logResponsibilities(of: latent, in: context)
        program = try tape.finish(outputs: [density] + (responsibilities.map { [$0] } ?? []))
        store.initialise(from: RandomStream(seed: 5))
        self.density = density.view
        self.responsibilities = responsibilities?.view
    }

    func set(_ name: String, _ numbers: [Double]) {
        if let parameter = store.parameter(named: name) { store.setValues(numbers, of: parameter) }
    }

    /// log p(z) of each latent, and log p(cluster | z) of each latent and cluster.
    func run() -> (logDensity: [Double], logResponsibilities: [Double]) {
        store.pack(0..<store.parameters.count)
        let workspace = Workspace(program)
        workspace.forward()
        return (workspace.read(density), responsibilities.map { workspace.read($0) } ?? [])
    }
}
