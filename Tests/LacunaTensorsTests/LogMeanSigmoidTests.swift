import Foundation
import Testing

@testable import LacunaTensors

/// log E[σ(m + s ε)] on a tape: gradients, unwanted cells, shapes, the tilted mean.
@Suite struct LogMeanSigmoidTests {
    private static let shape = TensorShape(rows: 3, samples: 2, features: 5)

    private static func record(_ tape: Tape, _ wanted: Tensor?, _ inputs: [Tensor]) -> Tensor {
        inputs.count == 2
            ? tape.gaussianLogMeanSigmoid(where: wanted, location: inputs[0], scale: inputs[1])
            : tape.studentTLogMeanSigmoid(
                where: wanted, location: inputs[0], scale: inputs[1], degreesOfFreedom: inputs[2])
    }

    private static func inputs(_ count: Int, scale: TensorShape, degrees: TensorShape) -> [(TensorShape, [Double])] {
        let all = [
            numbers(shape, seed: 1, low: -6, high: 3), numbers(scale, seed: 2, low: -2.5, high: 3),
            numbers(degrees, seed: 3, low: 2.5, high: 20),
        ]
        return Array(all[..<count])
    }

    /// Everything in one vector of cells, and parameters that rows, samples and features share.
    @Test(arguments: [2, 3]) func gradientsAgreeWithDifferences(count: Int) throws {
        let whole = Self.inputs(count, scale: Self.shape, degrees: Self.shape)
        let shared = Self.inputs(count, scale: TensorShape(rows: 3, features: 5), degrees: TensorShape(features: 5))
        let one = Self.inputs(count, scale: .scalar, degrees: TensorShape(rows: 3))
        for inputs in [whole, shared, one] {
            let deviation = try gradientDeviation(inputs, step: 1e-5) { tape, variables in
                let wanted = tape.constant((0..<15).map { $0 % 3 == 0 ? 0 : 1 }, TensorShape(rows: 3, features: 5))
                return Self.record(tape, wanted, variables) * Self.record(tape, nil, variables)
            }
            #expect(deviation < (count == 2 ? 1e-8 : 3e-7) && deviation > 0, "\(deviation)")
        }
    }

    /// The values and the gradients by all inputs, with what stands in unwanted cells replaced.
    private static func run(
        _ precision: Precision, _ inputs: [(TensorShape, [Double])], wanted: [Double]?, unwanted: Double? = nil
    ) throws -> (values: [Double], gradients: [[Double]]) {
        let tape = Tape(precision: precision)
        let variables = inputs.enumerated().map { tape.variable("x\($0)", $1.0) }
        let flags = tape.input("wanted", TensorShape(rows: 3, features: 5))
        let result = record(tape, wanted == nil ? nil : flags, variables)
        let workspace = Workspace(
            try tape.finish(outputs: [result], objectives: [Objective(result, groups: .variables)]))
        if let wanted { workspace.write(wanted, to: flags.view) }
        for (variable, input) in zip(variables, inputs) {
            var cells = input.1
            if let wanted, let unwanted {
                for cell in cells.indices where wanted[cell / 10 * 5 + cell % 5] == 0 { cells[cell] = unwanted }
            }
            workspace.write(cells, to: variable.view)
        }
        workspace.forward()
        workspace.backward(seed: 3)
        workspace.backward()
        return (workspace.read(result.view), variables.map { workspace.readGradient($0.view) })
    }

    @Test(arguments: [2, 3]) func unwantedCellsInfluenceNothing(count: Int) throws {
        let inputs = Self.inputs(count, scale: Self.shape, degrees: Self.shape)
        let wanted: [Double] = (0..<15).map { ($0 * 7) % 4 == 0 ? 1 : 0 }
        for precision in [Precision.float32, .float64] {
            let plain = try Self.run(precision, inputs, wanted: wanted)
            for content in [Double.nan, .infinity, 0] {
                let other = try Self.run(precision, inputs, wanted: wanted, unwanted: content)
                #expect(other.values == plain.values && other.gradients == plain.gradients, "\(content)")
            }
            for gradient in plain.gradients {
                for cell in gradient.indices {
                    let isWanted = wanted[cell / 10 * 5 + cell % 5] != 0
                    #expect((gradient[cell] == 0) == !isWanted, "cell \(cell) of \(precision)")
                }
            }
            let all = try Self.run(precision, inputs, wanted: wanted.map { _ in 1 })
            let none = try Self.run(precision, inputs, wanted: nil)
            #expect(none.values == all.values && none.gradients == all.gradients)
            #expect(try Self.run(precision, inputs, wanted: wanted.map { _ in 0 }).values.allSatisfy { $0 == 0 })
        }
    }

    @Test(arguments: [2, 3]) func precisionsAgree(count: Int) throws {
        let inputs = Self.inputs(count, scale: Self.shape, degrees: Self.shape)
        let single = try Self.run(.float32, inputs, wanted: nil), exact = try Self.run(.float64, inputs, wanted: nil)
        for (x, y) in zip(single.values, exact.values) { #expect(abs(x - y) < 2e-6 * (1 + abs(y))) }
        for (x, y) in zip(single.gradients.joined(), exact.gradients.joined()) {
            #expect(abs(x - y) < 5e-6 * (1 + abs(y)))
        }
    }

    /// Forward alone, where no memory is kept for a backward pass.
    @Test func valuesNeedNoBackwardPass() throws {
        let inputs = Self.inputs(3, scale: Self.shape, degrees: Self.shape)
        let tape = Tape(precision: .float64)
        let variables = inputs.enumerated().map { tape.input("x\($0)", $1.0) }
        let before = variables[0] * 2, result = Self.record(tape, nil, [before] + variables[1...])
        let after = result - 1
        let workspace = Workspace(try tape.finish(outputs: [after]))
        for (variable, input) in zip(variables, inputs) { workspace.write(input.1, to: variable.view) }
        workspace.forward()
        let doubled = [(inputs[0].0, inputs[0].1.map { 2 * $0 })] + inputs[1...]
        let expected = try Self.run(.float64, Array(doubled), wanted: nil).values
        for (x, y) in zip(workspace.read(after.view), expected) { #expect(abs(x + 1 - y) < 1e-14 * (1 + abs(y))) }
        #expect(expected.count == 6)
    }

    /// For a normal ε, E[ε σ] / E[σ] = s ∂ log E[σ]/∂m; for Student's t the same by quadrature.
    @Test(arguments: [2, 3]) func tiltedMeanMovesWithTheSlope(count: Int) throws {
        let inputs = Self.inputs(count, scale: Self.shape, degrees: Self.shape)
        let tape = Tape(precision: .float64)
        let variables = inputs.enumerated().map { tape.variable("x\($0)", $1.0) }
        let tilted =
            count == 2
            ? tape.gaussianTiltedNoiseMean(location: variables[0], scale: variables[1])
            : tape.studentTTiltedNoiseMean(
                location: variables[0], scale: variables[1], degreesOfFreedom: variables[2])
        let workspace = Workspace(try tape.finish(outputs: [tilted]))
        for (variable, input) in zip(variables, inputs) { workspace.write(input.1, to: variable.view) }
        workspace.forward()
        let found = workspace.read(tilted.view)
        let slopes = try Self.run(.float64, inputs, wanted: nil).gradients[0]
        #expect(tilted.shape == Self.shape)
        for cell in found.indices {
            let m = inputs[0].1[cell], s = inputs[1].1[cell]
            let expected = count == 2 ? s * slopes[cell] : Self.tiltedMean(m, s, inputs[2].1[cell])
            #expect(abs(found[cell] - expected) < 1e-6 * (0.1 + abs(expected)), "m = \(m), s = \(s)")
        }
    }

    /// The trapezoidal rule in u, ε = √ν sinh u, with steps of 0.002.
    private static func tiltedMean(_ m: Double, _ s: Double, _ degrees: Double) -> Double {
        var total = 0.0, moment = 0.0
        for step in -10000...10000 {
            let u = 0.002 * Double(step), noise = degrees.squareRoot() * sinh(u)
            let mass = exp(-degrees * log(cosh(u))) / (1 + exp(-m - s * noise))
            total += mass
            moment += mass * noise
        }
        return moment / total
    }

    @Test func shapesThatDoNotAgreeAreTold() throws {
        let tape = Tape(precision: .float32)
        let a = tape.input("a", TensorShape(rows: 2, features: 3)), b = tape.input("b", TensorShape(features: 4))
        _ = tape.gaussianLogMeanSigmoid(location: a, scale: b)
        _ = tape.studentTLogMeanSigmoid(where: b, location: a, scale: a, degreesOfFreedom: a)
        _ = tape.gaussianTiltedNoiseMean(location: b, scale: a)
        _ = tape.studentTTiltedNoiseMean(location: a, scale: a, degreesOfFreedom: b)
        let error = #expect(throws: TapeError.self) { _ = try tape.finish() }
        let names = [
            "gaussianLogMeanSigmoid", "studentTLogMeanSigmoid", "gaussianTiltedNoiseMean", "studentTTiltedNoiseMean",
        ]
        for name in names {
            let isTold = error?.problems.contains { $0.hasPrefix("\(name): the shapes ") } == true
            #expect(isTold, "\(name)")
        }
    }
}
