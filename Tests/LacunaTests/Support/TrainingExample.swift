import Lacuna

/// Small tables and models for tests of training and imputation.
enum TrainingExample {
    /// Rows of one common factor, of which about half of the cells are missing; complete rows exist too.
    static func dataset(rowCount: Int = 120, columnCount: Int = 4, seed: UInt64 = 3, hidden: Float = 0) -> Dataset {
        var stream = RandomStream(seed: seed)
        var values: [Float] = [], observed: [UInt8] = []
        for _ in 0..<rowCount {
            let factor = stream.normal()
            for column in 0..<columnCount {
                let value = Float(factor * (column % 2 == 0 ? 0.9 : -0.7) + 0.5 * stream.normal())
                let isObserved = stream.uniform() > 0.5
                values.append(isObserved ? value : hidden)
                observed.append(isObserved ? 1 : 0)
            }
        }
        return Dataset(
            layout: continuousLayout(columnCount), rowCount: rowCount, values: values, observed: observed)
    }

    /// An importance-weighted autoencoder with small networks.
    static func model(
        _ layout: FeatureLayout, latentDimension: Int = 2, hidden: [Int] = [12],
        continuous: any ObservationModel = StudentTObservation()
    ) -> ComposedModel {
        let block = ColumnBlock(
            kind: .continuous, names: layout.entries.map(\.name), widths: layout.entries.map(\.width),
            features: 0..<layout.featureCount)
        return ComposedModel(
            layout: layout, latentDimension: latentDimension, prior: StandardNormalPrior(),
            decoder: MLPNetwork(hidden: hidden), observation: [.init(block, continuous)],
            encoder: MLPNetwork(hidden: hidden), encoderInput: ZeroWithMaskInput(),
            posterior: GaussianVariationalFamily(), missingness: IgnorableMissingness())
    }

    static func bound(_ count: Int = 5, _ estimator: some GradientEstimator = TotalGradient()) -> any Bound {
        ImportanceWeightedBound(importanceSampleCount: count, gradient: Choice(estimator))
    }

    /// Options whose parts are resolved: Adam at a constant rate, nothing held out, no averaging, no closing
    /// steps.
    static func options(
        steps: Int = 50, batchSize: Int = 32, optimizer: some Optimizer = AdamOptimizer()
    ) -> TrainingOptions {
        var options = TrainingOptions()
        options.optimizer = Choice(optimizer)
        options.schedule = Choice(ConstantSchedule())
        options.steps = steps
        options.batchSize = batchSize
        options.heldOutShare = 0
        options.averagingDecay = 0
        options.closingSteps = 0
        return options
    }

    /// Adam with a step size.
    static func adam(_ learningRate: Double) -> AdamOptimizer {
        var adam = AdamOptimizer()
        adam.learningRate = learningRate
        return adam
    }

    /// Gradient descent with a step size.
    static func descent(_ learningRate: Double) -> StochasticGradientDescent {
        var descent = StochasticGradientDescent()
        descent.learningRate = learningRate
        return descent
    }

    /// A run of the small model.
    static func training(
        _ dataset: Dataset = dataset(), options: TrainingOptions = options(), bound: any Bound = bound(),
        precision: Precision = .float32, seed: UInt64 = 1, threadCount: Int = 1
    ) throws -> Training {
        try Training(
            model: model(dataset.layout), bound: bound, dataset: dataset, options: options, precision: precision,
            stream: RandomStream(seed: seed), threadCount: threadCount)
    }
}
