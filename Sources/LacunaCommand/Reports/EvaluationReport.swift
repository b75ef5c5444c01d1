import LacunaCore

/// The figures of one method as the repeats bring them.
struct MethodScores: Sendable {
    let method: String
    private var squaredErrors: [Double] = []
    private var accuracies: [Double] = []
    private var bounds: [Double] = []
    private var seconds: [Double] = []
    private var calibrations: [Calibration] = []

    init(method: String) { self.method = method }

    /// Adds a repeat.
    mutating func add(_ score: Evaluation.Score, seconds: Double) {
        if let error = score.meanSquaredError { squaredErrors.append(error) }
        if let accuracy = score.accuracy { accuracies.append(accuracy) }
        if let bound = score.bound { bounds.append(bound) }
        if let calibration = score.calibration { calibrations.append(calibration) }
        self.seconds.append(seconds)
    }

    /// All repeats together.
    var result: Evaluation.Result {
        func figure(_ values: [Double]) -> RepeatedFigure? { values.isEmpty ? nil : RepeatedFigure(values) }
        return Evaluation.Result(
            method: method, meanSquaredError: figure(squaredErrors),
            rootMeanSquaredError: figure(squaredErrors.map { $0.squareRoot() }), accuracy: figure(accuracies),
            bound: figure(bounds), seconds: RepeatedFigure(seconds), calibrations: calibrations)
    }
}

/// What comparing methods came to.
struct EvaluationReport: Sendable {
    var dataset: String
    var mask: String
    var rowCount: Int
    var columnCount: Int
    var repeatCount: Int
    /// How calibration is reported; `nil` where it was not measured.
    var calibration: CalibrationReport?
    var results: [Evaluation.Result]
    /// Of what the bound of each result is one.
    var boundSubjects: [BoundSubject?]

    /// For people: one line a method, each figure as mean and standard deviation between repeats.
    var text: String {
        let title =
            "\(dataset): \(Phrase.counted(rowCount, "row")), \(Phrase.counted(columnCount, "column")); mask \(mask), "
            + "\(Phrase.counted(repeatCount, "repeat")), mean (sd)"
        var table = TextTable([
            ("method", .left), ("MSE", .right), ("RMSE", .right), ("accuracy", .right), ("bound", .right),
            ("seconds", .right),
        ])
        for result in results {
            table.add([
                result.method, shown(result.meanSquaredError, 4), shown(result.rootMeanSquaredError, 4),
                shown(result.accuracy, 4), shown(result.bound, 3), shown(result.seconds, 2),
            ])
        }
        return DisplayText.printable(title) + "\n" + table.render() + jointNote
            + (calibration.map { "\n" + $0.text(results) } ?? "")
    }

    /// The line below the table that says whose bounds are of something else; empty where none is.
    private var jointNote: String {
        let joint = zip(results, boundSubjects).filter { $0.bound != nil && $1 == .cellsAndPatterns }.map(\.0.method)
        guard !joint.isEmpty else { return "" }
        return
            "bound of \(joint.joined(separator: ", ")): joint, of rows and patterns, log p(x, s); it cannot be compared "
            + "with bounds of rows alone, log p(x)\n"
    }

    /// For programs.
    var json: JSONText {
        [
            "dataset": .string(dataset),
            "mask": .string(mask),
            "methods": .array(
                zip(results, boundSubjects).map { result, subject in
                    .object(
                        [
                            ("method", .string(result.method)),
                            ("mse", json(result.meanSquaredError)),
                            ("rmse", json(result.rootMeanSquaredError)),
                            ("accuracy", json(result.accuracy)),
                            ("bound", json(result.bound)),
                            ("boundOf", BoundSubject.json(subject, of: result.bound?.mean)),
                            ("seconds", json(result.seconds)),
                        ] + (calibration.map { [("calibration", $0.json(result))] } ?? []))
                }),
        ]
    }

    private func shown(_ figure: RepeatedFigure?, _ digits: Int) -> String {
        guard let figure else { return "–" }
        return "\(Phrase.fixed(figure.mean, digits)) (\(Phrase.fixed(figure.standardDeviation, digits)))"
    }

    private func json(_ figure: RepeatedFigure?) -> JSONText {
        guard let figure else { return .null }
        return [
            "mean": .number(figure.mean), "sd": .number(figure.standardDeviation), "values": .numbers(figure.values),
        ]
    }
}
