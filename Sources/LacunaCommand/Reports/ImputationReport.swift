import LacunaCore

/// What completing a table came to.
struct ImputationReport: Sendable {
    var input: String
    var outputs: [String]
    /// Where the clusters of the rows went.
    var responsibilities: String?
    var savedModel: String?
    var rowCount: Int
    var columnCount: Int
    /// Missing cells of all columns.
    var missingCount: Int
    /// Missing cells that were filled in.
    var imputedCount: Int
    /// What was moved after it was imputed.
    var adjustment: DeltaAdjustment?
    /// Completed tables that were written.
    var tableCount: Int
    var method: String
    var record: TrainingRecord?
    /// Of what its bound is one.
    var boundSubject: BoundSubject?
    /// The learnt curves of missingness.
    var missingness: MissingnessText
    /// How far the rows that a model had to complete can be trusted.
    var sampling: SamplingReport
    /// Rows, from 0, complete ones too, whose clusters rest on importance weights that cannot be relied on.
    var unreliableResponsibilities: [Int]
    var seconds: Double
    var notes: [String]

    /// For people, one line each.
    var lines: [String] {
        let written = outputs.count == 1 ? outputs[0] : "\(outputs[0]) … (\(outputs.count) files)"
        var lines = [
            "\(input): \(Phrase.counted(rowCount, "row")), \(Phrase.counted(columnCount, "column")), "
                + Phrase.counted(missingCount, "missing cell")
        ]
        if let record {
            lines.append(TrainingText.line(method: method, record, of: boundSubject))
            lines += TrainingText.fitLines(record) + TrainingText.diagnosticLines(record)
            lines += missingness.lines
        }
        lines += sampling.lines
        lines += ShiftText.lines(adjustment, tableCount: tableCount)
        if let savedModel { lines.append("model saved in \(savedModel)") }
        lines.append(
            "\(Phrase.counted(imputedCount, "cell")) imputed in \(DurationText.text(seconds: seconds)); written to "
                + written)
        if let responsibilities { lines.append("clusters of the rows written to \(responsibilities)") }
        return lines
    }

    /// Warnings where diagnostics are poor.
    var warnings: [String] {
        var warnings = missingness.warnings + (sampling.warning.map { [$0] } ?? [])
        if !unreliableResponsibilities.isEmpty {
            warnings.append(
                "the clusters of \(unreliableResponsibilities.count) of \(Phrase.counted(rowCount, "row")) "
                    + "(\(Phrase.share(unreliableResponsibilities.count, of: rowCount))) rest on importance weights "
                    + "that cannot be relied on; try a larger imputation.responsibilitySampleCount or more "
                    + "training.steps")
        }
        return warnings
    }

    /// For programs.
    var json: JSONText {
        [
            "input": .string(input),
            "outputs": .strings(outputs),
            "responsibilities": responsibilities.map { .string($0) } ?? .null,
            "model": savedModel.map { .string($0) } ?? .null,
            "rows": .integer(rowCount),
            "columns": .integer(columnCount),
            "missingCells": .integer(missingCount),
            "imputedCells": .integer(imputedCount),
            "shifts": ShiftText.json(adjustment),
            "method": .string(method),
            "steps": record.map { .integer($0.steps) } ?? .null,
            "bound": .optional(record?.bound),
            "boundOf": BoundSubject.json(boundSubject, of: record?.bound),
            "heldOutBound": .optional(record?.heldOutBound),
            "diagnostics": diagnosticJSON,
            "fits": TrainingText.fitJSON(record),
            "missingness": missingness.json,
            "missingAtRandom": missingness.atRandomJSON,
            "unreliableRows": .integer(sampling.unreliableRowCount),
            "seconds": .number(seconds),
            "notes": .strings(notes),
        ]
    }

    /// What training says of the fit, and under `sampling` what the sampler says of the rows; null without both.
    private var diagnosticJSON: JSONText {
        guard let sampling = sampling.json else { return TrainingText.diagnosticJSON(record) }
        guard case .object(let members) = TrainingText.diagnosticJSON(record) else { return ["sampling": sampling] }
        return .object(members + [("sampling", sampling)])
    }
}
