import Testing

@testable import LacunaTensors

/// Several objectives on one tape, each for groups of its own; what stops a gradient and what weighs it.
@Suite struct ObjectiveTests {
    private static let width = TensorShape(features: 3)

    /// encoder · decoder and their squares, with an objective for each group.
    private static func record() throws -> (workspace: Workspace, store: ParameterStore, gradients: GradientBuffer) {
        let store = ParameterStore(precision: .float64)
        func tensors(_ tape: Tape) -> (Tensor, Tensor, Tensor) {
            let scope = ParameterScope(tape, group: .encoder), other = ParameterScope(tape, group: .decoder)
            return (
                scope.parameter("a", width, initial: .values([1, 2, 3])),
                other.parameter("b", width, initial: .values([4, 5, 6])),
                other.parameter("unused", width, initial: .values([7, 8, 9]))
            )
        }
        _ = tensors(Tape(store: store))
        store.initialise(from: RandomStream(seed: 1))
        let tape = Tape(store: store)
        let (a, b, _) = tensors(tape)
        let first = (a * b).sum(over: .features), second = (a * b * b).sum(over: .features)
        let program = try tape.finish(objectives: [
            Objective(first, groups: .encoder), Objective(second, groups: .decoder),
            Objective(first + second, groups: .all),
            Objective(a.sum(over: .features), groups: .all),
        ])
        return (Workspace(program), store, GradientBuffer(store))
    }

    @Test func objectivesMoveTheirGroupsAlone() throws {
        let (workspace, store, gradients) = try Self.record()
        func gradient(_ name: String) throws -> [Double] {
            gradients.values(of: try #require(store.parameter(named: name)))
        }
        workspace.forward()
        workspace.backward(2, into: gradients)
        #expect(try gradient("encoder.a") == [20, 30, 42])
        #expect(try gradient("decoder.b") == [9, 22, 39])
        // The first objective replaces the encoder's gradient and leaves the decoder's.
        workspace.backward(0, into: gradients)
        #expect(try gradient("encoder.a") == [4, 5, 6])
        #expect(try gradient("decoder.b") == [9, 22, 39])
        workspace.backward(1, seed: -2, into: gradients)
        #expect(try gradient("encoder.a") == [4, 5, 6])
        #expect(try gradient("decoder.b") == [-16, -40, -72])
        #expect(try gradient("decoder.unused") == [0, 0, 0])
        // What an objective does not depend on has the gradient 0, not the last one.
        workspace.backward(3, into: gradients)
        #expect(try gradient("encoder.a") == [1, 1, 1])
        #expect(try gradient("decoder.b") == [0, 0, 0])
    }

    @Test func stoppedGradientsDoNotFlow() throws {
        let tape = Tape(precision: .float64)
        let x = tape.variable("x", Self.width)
        let loss = (x * x.stoppingGradient() + x.exp().stoppingGradient()).sum(over: .features)
        let workspace = Workspace(try tape.finish(objectives: [Objective(loss, groups: .variables)]))
        workspace.write([1, 2, 3], to: x.view)
        workspace.forward()
        workspace.backward()
        #expect(workspace.readGradient(x.view) == [1, 2, 3])
    }

    @Test func gatesWeighTheGradient() throws {
        let tape = Tape(precision: .float64)
        let x = tape.variable("x", TensorShape(rows: 2, features: 2))
        let gate = x.gradientGate()
        let square = gate.output.squared()
        // The factor is computed from what lies behind the gate.
        gate.setFactor(square.sum(over: .features).stoppingGradient())
        let loss = square.sum(over: .features) + x.sum(over: .features)
        let workspace = Workspace(try tape.finish(outputs: [square], objectives: [Objective(loss, groups: .variables)]))
        workspace.write([1, 2, 3, 4], to: x.view)
        workspace.forward()
        #expect(workspace.read(square.view) == [1, 4, 9, 16])
        workspace.backward()
        // 2x times the factor (5 in the first row, 25 in the second), and 1 past the gate.
        #expect(workspace.readGradient(x.view) == [11, 21, 151, 201])
    }

    /// An objective that is a slice, a repeat or an input of the tape.
    @Test func objectivesCanBeViews() throws {
        let tape = Tape(precision: .float64)
        let x = tape.variable("x", Self.width)
        let square = x.squared()
        let program = try tape.finish(objectives: [
            Objective(square.features(1..<3), groups: .variables), Objective(x, groups: .variables),
            Objective(square.broadcast(to: TensorShape(rows: 2, features: 3)), groups: .variables),
        ])
        let workspace = Workspace(program)
        workspace.write([1, 2, 3], to: x.view)
        workspace.forward()
        let gradients = (0..<3).map { pass in
            workspace.backward(pass)
            return workspace.readGradient(x.view)
        }
        #expect(gradients == [[0, 4, 6], [1, 1, 1], [4, 8, 12]])
    }
}
