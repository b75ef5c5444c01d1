import Testing

@testable import LacunaTensors

/// Which parameters an update moves.
@Suite struct ParameterUpdateTests {
    /// Two parameters in each of three groups, that lie in the order encoder, decoder, prior.
    private static func store() -> ParameterStore {
        let store = ParameterStore(precision: .float64)
        let tape = Tape(store: store)
        for group in [ParameterGroup.prior, .encoder, .decoder] {
            let scope = ParameterScope(tape, group: group)
            _ = scope.parameter("short", TensorShape(features: 3))
            _ = scope.parameter("long", TensorShape(samples: 5, features: 7))
        }
        store.initialise(from: RandomStream(seed: 1))
        return store
    }

    /// Every cell of a wanted group is moved once, and no other one, also where the groups lie apart.
    @Test(arguments: [GroupSet.all, .encoder, .decoder, [.encoder, .prior], [.decoder, .prior], .missingness])
    func groupsThatAreNotWantedStay(groups: GroupSet) {
        let store = Self.store()
        let gradients = GradientBuffer(store)
        for parameter in store.parameters {
            let cells = gradients.pointer(to: parameter.index).assumingMemoryBound(to: Double.self)
            for cell in 0..<parameter.shape.count { cells[cell] = 2 }
        }
        let update = ParameterUpdate(store, chunks: [gradients], stateCount: 0, groups: groups)
        for piece in 0..<update.pieceCount {
            update.reduce(piece)
            update.apply(piece) { slice in
                for cell in 0..<slice.count { slice[cell] += 1 + slice.gradient(at: cell) }
            }
        }
        var movedCells = 0
        for parameter in store.parameters {
            let isMoved = groups.contains(GroupSet(parameter.group))
            #expect(store.values(of: parameter).allSatisfy { $0 == (isMoved ? 3 : 0) }, "\(parameter.group)")
            movedCells += isMoved ? parameter.shape.count : 0
        }
        #expect(update.gradientNorm() == Double(4 * movedCells).squareRoot())
    }
}
