import LacunaTensors

/// What the missingness models of the fits start from.
extension FitSearch {
    /// The numbers that mirror curves of columns with missing cells: the cells of other columns say nothing of a direction,
    /// and a fit that starts from such a mirrored curve would repeat the one before.
    static func mirrored(_ model: ComposedModel, _ dataset: Dataset) -> [MirroredParameter] {
        guard !model.missingness.isIgnorable else { return [] }
        let columns = dataset.columnMissingness
        return model.missingness.mirroredParameters(for: model.layout.entries).filter {
            columns.indices.contains($0.column) && !columns[$0.column].isNeverMissing
        }
    }

    /// What the missingness model of a fit starts from.
    func startKind(of index: Int, after best: FitTrial?) -> FitOutcome.Start {
        if index % 2 == 1, best != nil, !mirrored.isEmpty { return .mirrored }
        return options.linearStart.steps > 0 ? .linear : .drawn
    }

    /// The parameters from which the missingness model starts; `nil` where they are drawn, or a checkpoint has them.
    func startingStore(
        of index: Int, _ kind: FitOutcome.Start, _ best: FitTrial?
    ) throws -> ParameterStore? {
        guard context.resuming == nil else { return nil }
        return switch kind {
        case .drawn: nil
        case .linear: try linearFit(index)
        case .mirrored: try best.flatMap { try mirrorImage(of: $0, index) }
        }
    }

    /// Copies the parameters that a fit had before its closing steps, and mirrors curves: all of them at first, later each
    /// with probability ½, and one at least.
    private func mirrorImage(of best: FitTrial, _ index: Int) throws -> ParameterStore? {
        guard let store = best.fitted?.store else { return nil }
        let image = ParameterStore(precision: store.precision)
        try model.initialise(image, bound: context.blueprint.bound, from: stream, given: dataset.givenNumbers)
        try image.copyValues(from: store)
        if let parameters = best.beforeClosing { image.restore(parameters) }
        let columns = Set(mirrored.map(\.column)).sorted()
        var chosen = Set(columns)
        if index > 1 {
            var picking = stream.child("mirror").child(index)
            for column in columns where picking.uniform() < 0.5 { chosen.remove(column) }
            if chosen.isEmpty { chosen = [columns[picking.integer(below: columns.count)]] }
        }
        try image.mirror(mirrored.filter { chosen.contains($0.column) })
        return image
    }

    private func linearFit(_ index: Int) throws -> ParameterStore {
        do {
            let training = try Training(
                model: options.linearStart.model(beside: model), bound: context.blueprint.bound, dataset: dataset,
                options: options.linearStart.options(beside: options),
                precision: context.blueprint.configuration.precision, stream: stream(of: index).child("linearStart"),
                judging: stream, threadCount: context.threadCount)
            let stage = [title(index), "linear start"].compactMap { $0 }.joined(separator: ", ")
            _ = try training.run(
                shouldStop: context.shouldStop, report: reporting(stage), note: noting("the linear start"))
            return training.store
        } catch let problem as LacunaError where problem.kind == .work || problem.kind == .interrupted {
            throw LacunaError(problem.kind, problem.problems.map { "training.linearStart: \($0)" })
        }
    }
}
