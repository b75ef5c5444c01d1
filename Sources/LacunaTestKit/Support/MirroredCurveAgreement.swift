import LacunaCore

/// What a missingness model says of mirrored curves, from which further fits start.
extension ConformanceReport {
    /// The mirrored numbers are there, and those of a column give the probabilities of rows that are mirrored in it.
    mutating func requireMirroredCurves(_ subject: MissingnessSubject) {
        let numbers = subject.model.mirroredParameters(for: subject.columns)
        guard !numbers.isEmpty else { return }
        attempt { report in
            let probe = try Probe(subject.probabilities(subject.usualValues), .float64)
            var areThere = true
            for number in numbers {
                guard let problem = number.problem(in: subject, probe.store) else { continue }
                report.fail(problem)
                areThere = false
            }
            guard areThere else { return }
            for place in Set(numbers.map(\.column)).sorted() {
                try report.requireMirrored(subject, place, by: numbers.filter { $0.column == place })
            }
        }
    }

    /// P'(s | x) = P(s | x with 2c − x in the column) for every pattern, and two mirrors are none.
    private mutating func requireMirrored(
        _ subject: MissingnessSubject, _ place: Int, by numbers: [MirroredParameter]
    ) throws {
        let column = subject.columns[place]
        let centre = column.kind == .binary ? 0.5 : 0
        var values = subject.usualValues
        for cell in values.indices where column.features.contains(cell % subject.featureCount) {
            values[cell] = 2 * centre - values[cell]
        }
        let wanted = try Probe(subject.probabilities(values), .float64).run()[0]
        let probe = try Probe(subject.probabilities(subject.usualValues), .float64)
        let start = probe.run()[0]
        probe.store.mirror(numbers)
        let once = probe.run()[0]
        probe.store.mirror(numbers)
        let twice = probe.run()[0]
        for (wanted, found) in zip(wanted, once) where !(abs(wanted - found) <= 1e-9 * (1 + abs(wanted))) {
            fail(
                "with the curve of \(column.name) mirrored log p(s|x) is \(found), where it is \(wanted) of the row that is "
                    + "mirrored about \(centre)")
            break
        }
        for (before, after) in zip(start, twice) where !(abs(before - after) <= 1e-9 * (1 + abs(before))) {
            fail("with the curve of \(column.name) mirrored twice log p(s|x) is \(after), where it was \(before)")
            break
        }
    }
}

extension MirroredParameter {
    /// Why it cannot be mirrored, if so.
    fileprivate func problem(in subject: MissingnessSubject, _ store: ParameterStore) -> String? {
        guard subject.columns.indices.contains(column) else {
            return "it mirrors the curve of column \(column), where there are \(subject.columns.count) from 0"
        }
        guard subject.columns[column].kind != .categorical else {
            return "it mirrors the curve of \(subject.columns[column].name), whose categories have no order"
        }
        guard let parameter = store.parameter(named: name) else {
            return "it mirrors a number of the parameter \(path), which log p(s|x) does not have"
        }
        let count = store.values(of: parameter).count
        guard (0..<count).contains(index) else {
            return "it mirrors number \(index) of the parameter \(path), which has \(count) from 0"
        }
        return nil
    }

    fileprivate var name: String { "\(ParameterGroup.missingness.rawValue).\(path)" }
}

extension ParameterStore {
    /// Replaces each of some numbers by its mirror image.
    fileprivate func mirror(_ numbers: [MirroredParameter]) {
        for number in numbers {
            guard let parameter = parameter(named: number.name) else { continue }
            var cells = values(of: parameter)
            guard cells.indices.contains(number.index) else { continue }
            cells[number.index] = 2 * number.centre - cells[number.index]
            setValues(cells, of: parameter)
        }
        pack(0..<parameters.count)
    }
}
