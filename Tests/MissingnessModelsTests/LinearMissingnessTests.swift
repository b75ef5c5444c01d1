import Lacuna
import LacunaTestKit
import Testing

@Suite struct LinearMissingnessTests {
    @Test func keepsItsContract() {
        let report = checkMissingnessModel(LinearMissingness())
        #expect(report.passed, "\(report)")
        #expect(!LinearMissingness().isIgnorable)
    }

    /// Each column's log-odds are an affine map of all features, those of columns that are not asked for included.
    @Test func logOddsAreAffineInTheWholeRow() throws {
        let columns = Array(MissingnessProbe.columns[1...2])
        let weight = (0..<12).map { 0.3 * Double($0) - 1.4 }, bias = [0.25, -0.75]
        let logOdds = (0..<2).map { column in
            MissingnessProbe.row.indices.reduce(bias[column]) {
                $0 + MissingnessProbe.row[$1] * weight[2 * $1 + column]
            }
        }
        for pattern in [[1, 1], [0, 1], [0, 0]] as [[Double]] {
            let found = try MissingnessProbe.logProbability(
                LinearMissingness(), pattern, columns: columns, parameters: ["weight": weight, "bias": bias])
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
        }
    }

    @Test func itStartsWithoutAnyDependence() throws {
        let found = try MissingnessProbe.logProbability(LinearMissingness(), [0, 1, 0, 1], parameters: [:])
        #expect(abs(found.logProbability - 4 * Double.log(0.5)) < 1e-12)
    }

    @Test func itIsTheAgnosticModel() throws {
        #expect(try MissingnessProbe.problems("\"agnostic\"").isEmpty)
    }
}
