import Lacuna
import LacunaTestKit
import Testing

@Suite struct NeuralMissingnessTests {
    @Test func keepsItsContract() {
        var two = NeuralMissingness()
        two.hidden = [3, 4]
        for model in [NeuralMissingness(), two] {
            let report = checkMissingnessModel(model)
            #expect(report.passed, "\(report)")
            #expect(!model.isIgnorable)
        }
    }

    /// Two tanh units whose difference is a bump: missing in the middle, which no linear model can say.
    @Test func twoUnitsMakeAnInterval() throws {
        var model = NeuralMissingness()
        model.hidden = [2]
        let columns = Array(MissingnessProbe.columns.prefix(1))
        let parameters: [String: [Double]] = [
            "layer0.weight": [4, 4], "layer0.bias": [4, -4], "output.weight": [-3, 3], "output.bias": [2],
        ]
        for value in [-2, -0.5, 0, 0.5, 2] {
            let found = try MissingnessProbe.logProbability(
                model, [1], row: [value], columns: columns, parameters: parameters)
            let logOdds = 2 - 3 * Double.tanh(4 * value + 4) + 3 * Double.tanh(4 * value - 4)
            #expect(abs(found.logProbability - MissingnessProbe.logShare(logOdds, 1)) < 1e-12)
            #expect((found.logProbability < Double.log(0.5)) == (abs(value) < 1))
        }
    }

    @Test func layersMustHaveUnits() throws {
        let cases = [
            ("[]", "hidden must be a list of at least one width, not []"),
            ("[8, 0]", "hidden[1] must lie between 1 and 65536, not 0"),
            ("[70000]", "hidden[0] must lie between 1 and 65536, not 70000"),
        ]
        for (hidden, sentence) in cases {
            let problems = try MissingnessProbe.keyProblems("{ type: \"neural\", hidden: \(hidden) }")
            #expect(problems.first?.contains(sentence) == true, "\(hidden): \(problems)")
        }
    }
}
