import LacunaTensors

/// The numbers of a checkpoint as named tensors, each in its own width, so that they come back bit for bit.
///
/// What a run does not have (an average, a best look) has no tensor.
enum CheckpointTensors {
    private typealias Tensor = SafetensorsFile.Tensor

    /// The tensors of a checkpoint.
    static func tensors(of checkpoint: TrainingCheckpoint) -> [SafetensorsFile.Tensor] {
        let progress = checkpoint.progress
        let integers: [(String, Int?)] = [
            ("step", checkpoint.step), ("epoch", checkpoint.epoch), ("place", checkpoint.place),
            ("averagingStart", checkpoint.averagingStart), ("lastAveraged", checkpoint.lastAveraged),
            ("heldOutLooks", checkpoint.heldOutLooks), ("recent.next", progress.recent.next),
            ("best.step", progress.best?.step), ("improvement.step", progress.improvement?.step),
            ("stoppedEarly", progress.stoppedEarly ? 1 : 0), ("closingStart", progress.closingStart),
            ("closingSteps", progress.closingSteps),
        ]
        let doubles: [(String, Double?)] = [
            ("lastBound", checkpoint.lastBound), ("startBound", progress.startBound),
            ("lastHeldOutBound", progress.lastHeldOut), ("best.bound", progress.best?.bound),
            ("improvement.bound", progress.improvement?.bound),
        ]
        let cells: [(String, [UInt8]?)] = [
            ("parameters", checkpoint.parameters.bytes), ("average", checkpoint.average?.bytes),
            ("optimizer", checkpoint.optimizer.bytes), ("best.parameters", progress.bestParameters?.bytes),
            ("good.parameters", progress.good?.bytes),
        ]
        let width: SafetensorsFile.ElementType = checkpoint.precision == .float32 ? .float32 : .float64
        var tensors = [Tensor(name: "order", checkpoint.order), Tensor(name: "recent.bounds", progress.recent.numbers)]
        tensors += integers.compactMap { name, value in value.map { Tensor(name: name, shape: [], [$0]) } }
        tensors += doubles.compactMap { name, value in value.map { Tensor(name: name, shape: [], [$0]) } }
        // Swift runs on machines alone whose least significant byte comes first, as in the file.
        tensors += cells.compactMap { name, bytes in
            bytes.map { Tensor(name: name, elementType: width, shape: [$0.count / width.byteCount], bytes: $0) }
        }
        if let imputations = checkpoint.imputations {
            // As bytes at once: a table may be most of the memory in use.
            tensors.append(
                Tensor(
                    name: "imputations", elementType: .float32, shape: [imputations.count],
                    bytes: imputations.withUnsafeBytes { Array($0) }))
        }
        return tensors
    }

    /// The checkpoint of a file; `nil` where something is missing or cannot be.
    static func checkpoint(in file: SafetensorsFile) -> TrainingCheckpoint? {
        let named = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        func integer(_ name: String) -> Int? { (try? file.integers(name)).flatMap(\.first) }
        func double(_ name: String) -> Double? { (try? file.doubles(name)).flatMap(\.first) }
        func snapshot(_ name: String) -> ParameterSnapshot? { named[name].map { ParameterSnapshot(bytes: $0.bytes) } }
        func look(_ name: String) -> FitProgress.Look? {
            guard let bound = double("\(name).bound"), let step = integer("\(name).step") else { return nil }
            return FitProgress.Look(bound: bound, step: step)
        }

        guard let precision = file.metadata["precision"].flatMap(Precision.init(rawValue:)),
            let phase = file.metadata["phase"].flatMap(FitProgress.Phase.init(rawValue:)),
            let rowCount = file.metadata["rowCount"].flatMap({ Int($0) }),
            let checksum = file.metadata["tableChecksum"],
            let bounds = try? file.doubles("recent.bounds"), let next = integer("recent.next"),
            let recent = RecentMean(capacity: FitProgress.recentCount, numbers: bounds, next: next),
            let stoppedEarly = integer("stoppedEarly"), let closingStart = integer("closingStart"),
            let closingSteps = integer("closingSteps"), (0...1_000_000_000).contains(closingSteps),
            (0...2_000_000_000).contains(closingStart)
        else { return nil }
        var progress = FitProgress()
        progress.phase = phase
        progress.recent = recent
        progress.startBound = double("startBound")
        progress.lastHeldOut = double("lastHeldOutBound")
        progress.best = look("best")
        progress.bestParameters = snapshot("best.parameters")
        progress.improvement = look("improvement")
        progress.good = snapshot("good.parameters")
        progress.stoppedEarly = stoppedEarly != 0
        progress.closingStart = closingStart
        progress.closingSteps = closingSteps

        guard let step = integer("step"), let lastBound = double("lastBound"), let epoch = integer("epoch"),
            let order = try? file.integers("order"), let place = integer("place"),
            let averagingStart = integer("averagingStart"), let lastAveraged = integer("lastAveraged"),
            let heldOutLooks = integer("heldOutLooks"), let parameters = snapshot("parameters"),
            let optimizer = named["optimizer"]
        else { return nil }
        return TrainingCheckpoint(
            step: step, lastBound: lastBound, epoch: epoch, order: order, place: place,
            averagingStart: averagingStart, lastAveraged: lastAveraged, heldOutLooks: heldOutLooks, progress: progress,
            precision: precision, parameters: parameters, average: snapshot("average"),
            optimizer: OptimizerSnapshot(bytes: optimizer.bytes), imputations: try? file.floats("imputations"),
            fingerprint: TableFingerprint(rowCount: rowCount, checksum: checksum))
    }
}
