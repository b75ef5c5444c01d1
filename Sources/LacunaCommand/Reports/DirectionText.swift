import LacunaCore

/// What several fits say of the directions in which cells are missing.
extension MissingnessText {
    /// Columns whose directions are left to the data, and told.
    var directed: [(curve: MissingnessCurve, column: Column)] {
        curves.filter { $0.curve.isDirectionFree && $0.curve.direction != 0 }
    }

    /// Columns that the same fits have the other way round.
    var turningGroups: [(opposite: OppositeFit, columns: [Column])] {
        var groups: [(opposite: OppositeFit, columns: [Column])] = []
        for (curve, column) in directed {
            guard let opposite = curve.opposite else { continue }
            if let place = groups.firstIndex(where: { $0.opposite == opposite }) {
                groups[place].columns.append(column)
            } else {
                groups.append((opposite, [column]))
            }
        }
        return groups
    }

    /// What is known of the directions, where it is not a warning.
    var directionSentences: [String] {
        guard !directed.isEmpty else { return [] }
        let untried = Self.list(directed.filter { $0.curve.opposite == nil }.map(\.column.name))
        guard let fitCount else {
            let what =
                directed.count == 1 ? "the direction of \(untried) comes" : "the directions of \(untried) come"
            return [
                "\(what) from a single start" + (isOfThisRun ? "; training.restarts=3 compares more of them" : "")
            ]
        }
        var sentences: [String] = []
        for group in turningGroups {
            let names = Self.list(group.columns.map(\.name)), comparison = group.opposite.comparison
            switch comparison.verdict {
            case .undecided: continue
            case .unknown: sentences.append(turning(group, subject: names) + adviceOnChance)
            // Where no direction at all does as well, none is called the better one.
            case .clear where atRandom?.verdict == .undecided: sentences.append(turning(group, subject: names))
            case .clear:
                sentences.append(turning(group, subject: names) + ": worse by \(Self.difference(comparison))")
            }
        }
        if !untried.isEmpty {
            let mirrored = mirroredCount == 0 ? "" : ", \(mirroredCount) of them from mirrored curves"
            sentences.append(
                "no fit ended in the opposite direction of \(untried) (\(Phrase.counted(fitCount, "fit"))\(mirrored))")
        }
        return sentences
    }

    /// How often columns pointed the other way, and how well the best of these fits does.
    func turning(_ group: (opposite: OppositeFit, columns: [Column]), subject: String?) -> String {
        let subject = subject ?? (group.columns.count == 1 ? "it" : "they")
        let together = group.columns.count == 1 ? "" : " together"
        return "\(subject) pointed the other way\(together) in \(group.opposite.fits.count) of "
            + "\(Phrase.counted(fitCount ?? 0, "fit")), the best of which reaches \(Self.bounds(group.opposite.comparison))"
    }

    /// Both bounds, and by how much the difference varies.
    static func bounds(_ comparison: FitComparison) -> String {
        let noise = comparison.noise ?? comparison.standardError
        return "\(Phrase.fixed(comparison.bound, 3)) nats a row, against \(Phrase.fixed(comparison.keptBound, 3))"
            + (noise.map { " ± \(Phrase.fixed($0, 3))" } ?? "") + " of the one that was kept"
    }

    static func difference(_ comparison: FitComparison) -> String {
        "\(Phrase.fixed(comparison.difference, 3)) ± \(Phrase.fixed(comparison.noise ?? 0, 3)) nats a row"
    }

    /// Where the fit that was kept is the only one of its kind.
    var adviceOnChance: String {
        "; a single fit of its direction does not tell chance from data"
            + (!isOfThisRun
                ? "" : (fitCount ?? 0) < 4 ? ": training.restarts=3 or more does" : ": more training.restarts do")
    }

    // MARK: Words

    /// Both directions of a column.
    static func directions(of column: Column) -> (up: String, down: String) {
        guard column.kind == .binary else { return ("when above", "when below") }
        return ("for \(text(1, in: column))", "for \(text(0, in: column))")
    }

    /// Names with commas and an "and"; the first ones, where there are many.
    static func list(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.count > 5
            ? names.prefix(4).joined(separator: ", ") + " and \(names.count - 4) more columns"
            : names.dropLast().joined(separator: ", ") + " and " + last
    }
}
