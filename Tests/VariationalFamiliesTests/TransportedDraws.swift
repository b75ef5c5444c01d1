import Lacuna

/// Draws of a family and the same latents transported: the gradients that each hands to the head.
struct TransportedDraws {
    let ofDraws: [Double]
    let ofTransported: [Double]

    init(_ family: some VariationalFamily) throws {
        let tape = Tape(precision: .float64)
        let width = family.headWidth(latentDimension: 2)
        let head = tape.variable("head", TensorShape(rows: 3, features: width))
        let posterior = family.posterior(head: head, latentDimension: 2, in: ParameterScope(tape, group: .encoder))
        let draws = posterior.draw(count: 4, purpose: "draws")
        guard let transported = posterior.transporting(draws) else { throw NotTransported() }
        let weights = tape.constant((0..<24).map { 0.4 + 0.21 * Double($0 % 5) }, draws.shape)
        let workspace = Workspace(
            try tape.finish(objectives: [draws, transported].map { Objective($0 * weights, groups: .variables) }))
        var stream = RandomStream(seed: 12)
        workspace.write((0..<3 * width).map { _ in 3 * stream.uniform() - 1.5 }, to: head.view)
        workspace.setNoise(RandomStream(seed: 13))
        workspace.forward()
        workspace.backward(0)
        ofDraws = workspace.readGradient(head.view)
        workspace.backward(1)
        ofTransported = workspace.readGradient(head.view)
    }

    private struct NotTransported: Error {}

    /// The largest difference relative to 1 + |gradient|.
    var deviation: Double {
        zip(ofDraws, ofTransported).map { abs($0 - $1) / (1 + abs($0)) }.max() ?? .infinity
    }

    /// Whether each number of the head is moved.
    var reachesWholeHead: Bool { ofTransported.allSatisfy { $0 != 0 } }
}
