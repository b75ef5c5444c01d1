import LacunaCore

/// x = W z + b + σ ε with one latent: the model whose every answer is known.
///
/// The posterior of z given any observed cells is normal, and a linear encoder meets it exactly for one pattern.
struct LinearGaussian {
    // The two cells that checks leave missing depend on each other given the others: their correlation is −.9.
    var weights = [0.9, 1.2, 0.7, -1.0]
    var biases = [0.3, -0.2, 0.1, -0.5]
    var scales = [1.0, 0.25, 0.9, 0.2]

    /// What hides cells from checks with a missingness model: the second more often when small, the others when large.
    ///
    /// It moves the means of both missing cells by more than a standard deviation.
    static let masking = ToySelfMasking(slopes: [0.7, -3, 1, 4], offsets: [0.2, -1, 0, 1])

    /// The model that the check of samplers looks at under a missingness model. Its missing cells keep more of their spread when z is known, so
    /// that hiding moves them by half a standard deviation beside what it does to z.
    static let masked = LinearGaussian(scales: [1.0, 0.8, 0.9, 0.6])

    /// The row that checks look at; cells 1 and 3 are missing.
    static let row = [1.1, 0, -0.2, 0]
    static let observed: [UInt8] = [1, 0, 1, 0]

    var featureCount: Int { weights.count }

    /// Mean and variance of z given the observed cells of a row.
    func posterior(_ row: [Double], _ observed: [UInt8]) -> (mean: Double, variance: Double) {
        var precision = 1.0, sum = 0.0
        for index in row.indices where observed[index] == 1 {
            let square = scales[index] * scales[index]
            precision += weights[index] * weights[index] / square
            sum += weights[index] * (row[index] - biases[index]) / square
        }
        return (sum / precision, 1 / precision)
    }

    /// log p(x_o), in nats.
    func logEvidence(_ row: [Double], _ observed: [UInt8]) -> Double {
        let (mean, variance) = posterior(row, observed)
        var total = 0.5 * (Double.log(variance) + mean * mean / variance)
        for index in row.indices where observed[index] == 1 {
            let standardised = (row[index] - biases[index]) / scales[index]
            total -= Double.log(scales[index]) + 0.5 * (Double.log(2 * .pi) + standardised * standardised)
        }
        return total
    }

    /// Mean and variance of a missing cell given the observed ones.
    func conditional(_ feature: Int, _ row: [Double], _ observed: [UInt8]) -> (mean: Double, variance: Double) {
        let (mean, variance) = posterior(row, observed)
        let weight = weights[feature], scale = scales[feature]
        return (weight * mean + biases[feature], weight * weight * variance + scale * scale)
    }

    /// The model as parts of the kit.
    ///
    /// - Parameters:
    ///   - offset: Added to every log-density of x.
    ///   - posterior: A family with the head of `ToyPosterior`.
    ///   - missingness: p(s | x).
    func model(
        offset: Double = 0, posterior: any VariationalFamily = ToyPosterior(),
        missingness: any MissingnessModel = ToyMissingness()
    ) -> ComposedModel {
        let names = weights.indices.map { "x\($0)" }
        let layout = FeatureLayout(columns: names.map { ($0, .continuous, 1) })
        let block = ColumnBlock(
            kind: .continuous, names: names, widths: names.map { _ in 1 }, features: 0..<featureCount)
        return ComposedModel(
            layout: layout, latentDimension: 1, prior: ToyPrior(), decoder: ToyNetwork(),
            observation: [.init(block, ToyObservation(scales: scales, offset: offset))], encoder: ToyNetwork(),
            encoderInput: ToyEncoderInput(), posterior: posterior, missingness: missingness)
    }

    /// Sets the decoder to the model's numbers and the encoder to the exact posterior for a pattern.
    ///
    /// - Parameters:
    ///   - store: A store that is initialised.
    ///   - pattern: The pattern for which the encoder is exact.
    ///   - shift: Added to the encoder's mean, in posterior standard deviations.
    ///   - spread: Factor on the encoder's scale.
    func set(_ store: ParameterStore, pattern: [UInt8], shift: Double = 0, spread: Double = 1) {
        let (atZero, variance) = posterior([Double](repeating: 0, count: featureCount), pattern)
        let deviation = variance.squareRoot()
        var encoder: [Double] = []
        for index in weights.indices {
            let slope = variance * weights[index] / (scales[index] * scales[index])
            encoder += [pattern[index] == 1 ? slope : 0, 0]
        }
        let numbers = [
            "decoder.network.weight": weights, "decoder.network.bias": biases, "encoder.network.weight": encoder,
            "encoder.network.bias": [
                atZero + shift * deviation, Double.log(Double.expMinusOne(spread * deviation)),
            ],
        ]
        for (name, values) in numbers {
            if let parameter = store.parameter(named: name) { store.setValues(values, of: parameter) }
        }
        store.pack(0..<store.parameters.count)
    }
}
