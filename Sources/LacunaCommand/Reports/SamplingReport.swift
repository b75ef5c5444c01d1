import LacunaCore

/// What a sampler says of the rows that it completed: how far they can be trusted, for people and for programs.
struct SamplingReport: Sendable {
    /// What the sampler is called.
    let sampler: String
    /// What to try where diagnostics are poor, as the end of a sentence.
    let advice: String
    /// Of each row that was completed by a sampler.
    let diagnostics: [RowDiagnostics]

    /// A report.
    ///
    /// - Parameters:
    ///   - diagnostics: Of all rows; `nil` for those that were complete, or completed without a sampler.
    ///   - sampler: The sampler that was asked.
    init(_ diagnostics: [RowDiagnostics?], by sampler: any Sampler) {
        self.sampler = type(of: sampler).name
        advice = sampler.advice
        self.diagnostics = diagnostics.compactMap { $0 }
    }

    /// How many rows cannot be relied on.
    var unreliableRowCount: Int { diagnostics.count { !$0.isReliable } }
    /// How many rows another sampler than the first one completed.
    var escalatedRowCount: Int { diagnostics.count { $0.escalatedTo != nil } }

    // MARK: For people

    /// One sentence where rows cannot be relied on: how many, by which diagnostics, and what to try.
    var warning: String? {
        let count = unreliableRowCount
        guard count > 0 else { return nil }
        let reasons = concerns.filter { $0.rowCount > 0 }.map(\.text).joined(separator: ", ")
        return "\(count) of \(Phrase.counted(diagnostics.count, "incomplete row")) "
            + "(\(Phrase.share(count, of: diagnostics.count))) "
            + (count == 1 ? "has an imputation" : "have imputations")
            + " that cannot be relied on: \(reasons); try \(advice)"
    }

    /// A line on chains, where there are any, and one on the rows that passed to another sampler.
    var lines: [String] {
        var lines: [String] = []
        var chains: [String] = []
        if let rate = medianAcceptanceRate { chains.append("median acceptance \(Phrase.fixed(100 * rate, 0)) %") }
        if let reduction = largestReduction { chains.append("largest split-R-hat \(Phrase.fixed(reduction, 2))") }
        if !chains.isEmpty, let size = smallestSize {
            chains.append("smallest effective sample size \(Phrase.fixed(size, 0))")
            lines.append("chains of \(sampler): \(chains.joined(separator: ", "))")
        }
        if let escalated = diagnostics.first(where: { $0.escalatedTo != nil }), let from = escalated.escalatedFrom,
            let to = escalated.escalatedTo
        {
            let count = escalatedRowCount
            lines.append(
                "\(count) of \(Phrase.counted(diagnostics.count, "incomplete row")) had poor weights by \(from) and "
                    + (count == 1 ? "was" : "were") + " drawn by \(to)")
        }
        return lines
    }

    // MARK: For programs

    /// The same by keys; `nil` where no row was completed by a sampler.
    var json: JSONText? {
        guard !diagnostics.isEmpty else { return nil }
        return [
            "sampler": .string(sampler),
            "incompleteRows": .integer(diagnostics.count),
            "unreliableRows": .integer(unreliableRowCount),
            "unreliableBy": .object(concerns.map { ($0.key, .integer($0.rowCount)) }),
            "largestParetoShape": .optional(diagnostics.compactMap(\.paretoShape).max()),
            "largestPotentialScaleReduction": .optional(largestReduction),
            "medianAcceptanceRate": .optional(medianAcceptanceRate),
            "smallestEffectiveSampleSize": .optional(smallestSize),
            "escalatedRows": .integer(escalatedRowCount),
        ]
    }

    // MARK: Pieces

    private var largestReduction: Double? { diagnostics.compactMap(\.potentialScaleReduction).max() }
    private var smallestSize: Double? { diagnostics.map(\.effectiveSampleSize).min() }
    private var medianAcceptanceRate: Double? {
        let rates = diagnostics.compactMap(\.acceptanceRate).sorted()
        return rates.isEmpty ? nil : (rates[(rates.count - 1) / 2] + rates[rates.count / 2]) / 2
    }

    /// What is poor of a diagnostic: in how many rows, and in words with the worst value.
    private struct Concern {
        let key: String
        let rowCount: Int
        let text: String
    }

    /// One for each diagnostic, also where no row is poor by it.
    private var concerns: [Concern] {
        func concern(
            _ key: String, _ words: String, poor values: [Double], worst: ([Double]) -> Double?,
            text: (Double) -> String
        ) -> Concern {
            let extreme = worst(values).map { " (at worst \(text($0)))" } ?? ""
            return Concern(
                key: key, rowCount: values.count,
                text: "\(words) in \(Phrase.counted(values.count, "row"))\(extreme)")
        }
        return [
            concern(
                "paretoShape", "k-hat of importance weights above \(RowDiagnostics.paretoShapeLimit)",
                poor: diagnostics.compactMap(\.paretoShape).filter { !($0 <= RowDiagnostics.paretoShapeLimit) },
                worst: { $0.max() }, text: { Phrase.fixed($0, 2) }),
            concern(
                "potentialScaleReduction",
                "split-R-hat of chains above \(RowDiagnostics.potentialScaleReductionLimit)",
                poor: diagnostics.compactMap(\.potentialScaleReduction).filter {
                    !($0 <= RowDiagnostics.potentialScaleReductionLimit)
                }, worst: { $0.max() }, text: { Phrase.fixed($0, 2) }),
            concern(
                "acceptanceRate",
                "fewer than \(Phrase.fixed(100 * RowDiagnostics.acceptanceRateLimit, 0)) % of proposals accepted",
                poor: diagnostics.compactMap(\.acceptanceRate).filter { !($0 >= RowDiagnostics.acceptanceRateLimit) },
                worst: { $0.min() }, text: { Phrase.fixed(100 * $0, 1) + " %" }),
            concern(
                "effectiveSampleSize",
                "fewer than \(Phrase.fixed(RowDiagnostics.effectiveSampleSizeLimit, 0)) effective draws",
                poor: diagnostics.map(\.effectiveSampleSize).filter {
                    !($0 >= RowDiagnostics.effectiveSampleSizeLimit)
                },
                worst: { $0.min() }, text: { Phrase.fixed($0, 1) }),
        ]
            + RowDiagnostics.Shortcoming.allCases.map { shortcoming in
                let count = diagnostics.count { $0.shortcoming == shortcoming }
                return Concern(
                    key: shortcoming.rawValue, rowCount: count,
                    text: "\(Self.words(shortcoming)) in \(Phrase.counted(count, "row"))")
            }
    }

    private static func words(_ shortcoming: RowDiagnostics.Shortcoming) -> String {
        switch shortcoming {
        case .shortChains: "chains too short to tell"
        case .gridEdge: "weight at the edge of the grid"
        }
    }
}
