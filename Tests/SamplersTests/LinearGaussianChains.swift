import Lacuna

@testable import LacunaTestKit

/// Chains on the linear-Gaussian model, with an encoder that looks at all cells of complete rows.
struct LinearGaussianChains {
    let sampling: ToySampling
    private let shift: Double
    private let spread: Double

    static let complete: [UInt8] = [1, 1, 1, 1]

    /// The model.
    ///
    /// - Parameters:
    ///   - shift: What is added to the encoder's mean, in standard deviations of the exact posterior of complete rows.
    ///   - spread: The factor on its scale.
    ///   - masking: What hides cells; `nil` where missingness is ignorable.
    init(
        shift: Double = 0, spread: Double = 1, posterior: any VariationalFamily = ToyPosterior(),
        masking: ToySelfMasking? = nil
    ) throws {
        sampling = try ToySampling(
            .float64, pattern: Self.complete, shift: shift, spread: spread, posterior: posterior,
            masking: masking.map { ($0, .sampled) })
        self.shift = shift
        self.spread = spread
    }

    /// The model's row many times, ready for a sampler.
    func rows(_ count: Int, _ request: ImputationRequest = ImputationRequest()) -> ConditionalRows {
        rows(
            [[Double]](repeating: LinearGaussian.row, count: count),
            [[UInt8]](repeating: LinearGaussian.observed, count: count), request)
    }

    /// Some rows, ready for a sampler.
    func rows(
        _ rows: [[Double]], _ patterns: [[UInt8]], _ request: ImputationRequest = ImputationRequest()
    ) -> ConditionalRows {
        let dataset = sampling.dataset(rows, patterns)
        let loaded = ConditionalRows(
            model: sampling.model, store: sampling.store, request: request, stream: Probe.stream)
        loaded.load(Array(rows.indices)[...], of: dataset, addresses: dataset.rowAddresses())
        return loaded
    }

    /// What differs from the known answer in the sampler's means and draws.
    func answer(_ sampler: some Sampler) throws -> ConformanceReport {
        var report = ConformanceReport("the answer of \(type(of: sampler).name)")
        try report.checkAnswer(sampler, in: sampling)
        return report
    }

    // MARK: Densities by hand, in nats

    /// log N(x; mean, deviation²).
    static func logNormal(_ number: Double, _ mean: Double, _ deviation: Double) -> Double {
        let standardised = (number - mean) / deviation
        return -0.5 * (standardised * standardised + Double.log(2 * .pi)) - Double.log(deviation)
    }

    /// log p(x_o | z) p(z).
    func logJoint(_ row: ArraySlice<Double>, _ observed: [UInt8], _ latent: Double) -> Double {
        let toy = sampling.toy
        return zip(row, observed).enumerated().reduce(Self.logNormal(latent, 0, 1)) { total, cell in
            guard cell.element.1 == 1 else { return total }
            let mean = toy.weights[cell.offset] * latent + toy.biases[cell.offset]
            return total + Self.logNormal(cell.element.0, mean, toy.scales[cell.offset])
        }
    }

    /// log p(s | x) of a complete row; 0 where missingness is ignorable.
    func logMissingness(_ row: ArraySlice<Double>, _ observed: [UInt8]) -> Double {
        guard let masking = sampling.masking else { return 0 }
        return zip(row, observed).enumerated().reduce(0) { total, cell in
            let probability = masking.probability(ofMissing: cell.offset, cell.element.0)
            return total + Double.log(cell.element.1 == 1 ? 1 - probability : probability)
        }
    }

    /// log q(z | x) of a complete row.
    func logPosterior(_ latent: Double, _ row: ArraySlice<Double>) -> Double {
        let (mean, variance) = sampling.toy.posterior(Array(row), Self.complete)
        let deviation = variance.squareRoot()
        return Self.logNormal(latent, mean + shift * deviation, spread * deviation)
    }

    /// How far the outputs of the decoder are from what it gives for some latents, at most.
    func worstHead(_ heads: [Double], _ latents: [Double]) -> Double {
        let toy = sampling.toy
        return heads.indices.reduce(0) { worst, index in
            let feature = index % 4
            return max(worst, abs(heads[index] - toy.weights[feature] * latents[index / 4] - toy.biases[feature]))
        }
    }
}

/// Counts acceptances beside the probabilities that they should have.
struct AcceptanceCount {
    private var excess = 0.0
    private var variance = 0.0
    private(set) var accepted = 0
    private(set) var rejected = 0

    /// Takes a proposal.
    mutating func add(_ isAccepted: Bool, logRatio: Double) {
        let probability = Double.exp(min(logRatio, 0))
        excess += (isAccepted ? 1 : 0) - probability
        variance += probability * (1 - probability)
        if isAccepted { accepted += 1 } else { rejected += 1 }
    }

    /// Acceptances beyond those expected, in standard deviations.
    var deviation: Double { excess / variance.squareRoot() }
}
