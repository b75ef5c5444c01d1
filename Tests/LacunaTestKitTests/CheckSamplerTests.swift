import Lacuna
import LacunaTestKit
import Testing

@Suite struct CheckSamplerTests {
    /// Importance resampling whose results are spoilt in one way.
    struct FaultySampler: Sampler {
        static let name = "faultySampler"
        static let summary = "a sampler with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, shiftedMean, drawsOfTheMean, cellsShuffled, notFinite, neighbours, position, drawMissing,
                rowMissing
            case shortRow, patternLeftOut, missingnessRefused, cellsForgetThePattern, drawsForgetThePattern
        }

        var fault = Fault.none
        private var inner = ImportanceResampling(sampleCount: 400)

        init() {}

        var servesMissingness: Bool { true }

        func problems(with model: ComposedModel) -> [String] {
            fault == .missingnessRefused && !model.missingness.isIgnorable ? ["not this one"] : []
        }

        func start(_ rows: ConditionalRows) throws -> ImportanceResampling.State { try inner.start(rows) }

        func step(_ state: inout ImportanceResampling.State, _ rows: ConditionalRows) throws -> Bool {
            try inner.step(&state, rows)
        }

        func finish(_ state: ImportanceResampling.State, _ rows: ConditionalRows) throws -> [RowImputation] {
            guard fault != .patternLeftOut else { return try inner.run(withoutMissingness(rows)) }
            var results = try inner.finish(state, rows)
            let untouched = results
            if !rows.model.missingness.isIgnorable,
                fault == .cellsForgetThePattern || fault == .drawsForgetThePattern
            {
                let forgetful = try cellsGivenLatents(rows)
                for row in results.indices {
                    if fault == .cellsForgetThePattern { results[row].summary = forgetful[row].summary }
                    results[row].draws = forgetful[row].draws
                }
            }
            for row in results.indices {
                switch fault {
                case .shiftedMean: results[row].summary = results[row].summary.map { $0 + 0.1 }
                case .drawsOfTheMean: results[row].draws = results[row].draws.map { _ in untouched[row].summary }
                case .cellsShuffled:
                    // The last cell comes from another draw, so that the cells of a draw no longer belong together.
                    let last = results[row].draws.map { $0[3] }
                    for index in last.indices { results[row].draws[index][3] = last[(index + 1) % last.count] }
                case .notFinite: results[row].summary[1] = .nan
                case .neighbours: results[row].summary[1] += 1e-3 * untouched[0].summary[3]
                case .position: results[row].summary[1] += Float(row) * 1e-4
                case .drawMissing: results[row].draws = Array(results[row].draws.dropLast())
                case .shortRow: results[row].summary.removeLast()
                default: break
                }
            }
            return fault == .rowMissing ? Array(results.dropLast()) : results
        }

        /// x_m ~ p(x_m | z), where z ~ p(z | x_o, s) knows the pattern and x_m does not.
        private func cellsGivenLatents(_ rows: ConditionalRows) throws -> [RowImputation] {
            let count = 400, width = rows.model.layout.featureCount
            let recorded = try rows.recording("forgetful") { step in
                let drawn = step.draw(from: step.posterior(head: step.encode()), count: count)
                let decoded = step.decode(drawn.latent)
                let cells = step.missingCells(decoded, needsDraws: true, purpose: "cells")
                return [
                    "logWeights": step.weigh(drawn, decoded, cells).draws, "mean": decoded.mean(),
                    "draw": decoded.sample(purpose: "others"),
                ]
            }
            rows.fill(recorded)
            recorded.workspace.setNoise(rows.stream.child("forgetful"))
            recorded.workspace.forward()
            let logWeights = recorded.read("logWeights"), means = recorded.read("mean"), draws = recorded.read("draw")
            return (0..<rows.rowCount).map { row in
                let own = Array(logWeights[row * count..<(row + 1) * count])
                let largest = own.max() ?? 0
                let weights = own.map { Double.exp($0 - largest) }
                let total = weights.reduce(0, +)
                let summary = (0..<width).map { feature in
                    Float(
                        weights.indices.reduce(0.0) {
                            $0 + weights[$1] / total * means[(row * count + $1) * width + feature]
                        })
                }
                let picked = rows.picks(rows.request.drawCount, row: row, logWeights: own).map { pick in
                    draws[(row * count + pick) * width..<(row * count + pick + 1) * width].map { Float($0) }
                }
                return RowImputation(
                    summary: summary, draws: picked, diagnostics: RowDiagnostics(effectiveSampleSize: 1))
            }
        }

        private func withoutMissingness(_ rows: ConditionalRows) -> ConditionalRows {
            var model = rows.model
            model.missingness = IgnorableMissingness()
            let others = ConditionalRows(model: model, store: rows.store, request: rows.request, stream: rows.stream)
            let dataset = Dataset(
                layout: model.layout, rowCount: rows.rowCount, values: rows.values, observed: rows.observed)
            others.load(Array(0..<rows.rowCount)[...], of: dataset, addresses: rows.addresses)
            return others
        }
    }

    @Test func everyFaultIsFound() {
        let sentences: [FaultySampler.Fault: String] = [
            .shiftedMean: "the imputed mean of cell 1 is", .drawsOfTheMean: "the variance of the draws of cell 1 is",
            .cellsShuffled: "the covariance of the draws of cells 1 and 3 is",
            .notFinite: "a completed row is not finite",
            .neighbours: "the imputation of a row depends on the rows beside it",
            .position: "the imputation of a row depends on the rows beside it",
            .drawMissing: "2 draws come back where 3 were asked for", .rowMissing: "2 results come back for 3 rows",
            .shortRow: "a completed row has 3 features instead of 4",
            .patternLeftOut:
                "the imputed mean of cell 1, where cells are missing by their own value (sampled integration)",
            .cellsForgetThePattern:
                "the imputed mean of cell 1, where cells are missing by their own value (sampled integration)",
            .drawsForgetThePattern:
                "the mean of the draws of cell 1, where cells are missing by their own value (exact integration)",
            .missingnessRefused:
                "it says that it serves missingness, but refuses every missingness model: not this one",
        ]
        for fault in FaultySampler.Fault.allCases {
            var sampler = FaultySampler()
            sampler.fault = fault
            let report = checkSampler(sampler)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
