import LacunaTensors

/// What the missingness models of the fits start from.
extension FitSearch {
    /// What the missingness model of a fit starts from.
    func startKind(of index: Int, after best: FittedModel?) -> FitOutcome.Start {
        if index % 2 == 1, best != nil, !mirrored.isEmpty { return .mirrored }
        return options.linearStart.steps > 0 ? .linear : .drawn
    }

    /// The parameters from which the missingness model starts; `nil` where they are drawn, or a checkpoint has them.
    func startingStore(
        of index: Int, _ kind: FitOutcome.Start, _ best: FittedModel?
    ) throws -> ParameterStore? {
        guard context.resuming == nil else { return nil }
        return switch kind {
        case .drawn: nil
        case .linear: try linearFit(index)
        case .mirrored: try best.map { try mirrorImage(of: $0.store, index) }
        }
    }

    /// Copies parameters and mirrors curves: all of them at first, later each with probability ½, and one at least.
    private func mirrorImage(of store: ParameterStore, _ index: Int) throws -> ParameterStore {
        let image = ParameterStore(precision: store.precision)
        try model.initialise(image, bound: context.blueprint.bound, from: stream, given: dataset.givenNumbers)
        try image.copyValues(from: store)
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
                threadCount: context.threadCount)
            let stage = [title(index), "linear start"].compactMap { $0 }.joined(separator: ", ")
            _ = try training.run(
                shouldStop: context.shouldStop, report: reporting(stage), note: noting("the linear start"))
            return training.store
        } catch let problem as LacunaError where problem.kind == .work {
            throw LacunaError(.work, problem.problems.map { "training.linearStart: \($0)" })
        }
    }
}
