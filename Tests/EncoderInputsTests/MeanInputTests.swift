import Lacuna
import LacunaTestKit
import Testing

@Suite struct MeanInputTests {
    @Test func keepsItsContract() {
        let report = checkEncoderInput(MeanInput())
        #expect(report.passed, "\(report)")
    }

    @Test func missingCellsAreTheGivenMeans() throws {
        let tape = Tape(precision: .float64)
        let shape = TensorShape(rows: 2, features: 3)
        let result = MeanInput().forward(
            tape.constant([1, .nan, -2, .infinity, 4, 5], shape), observed: tape.constant([1, 0, 1, 0, 1, 1], shape),
            in: ParameterScope(tape, group: .encoder))
        let program = try tape.finish(outputs: [result])
        try tape.store.initialise(from: RandomStream(seed: 1), given: ["featureMeans": [7, 0.25, 9]])
        let workspace = Workspace(program)
        workspace.forward()
        #expect(workspace.read(result.view) == [1, 0.25, -2, 7, 4, 5])
    }

    /// Without data, as before a model file is read, the means are 0.
    @Test func withoutDataTheMeansAreZero() throws { #expect(try shown(MeanInput()) == [1, 0, -2, 3, 4, 5]) }
}
