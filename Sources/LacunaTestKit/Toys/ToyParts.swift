import LacunaCore

/// Independent standard normal latents.
struct ToyPrior: Prior {
    static let name = "toyPrior"
    static let summary = "standard normal latents"

    func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
        latent.tape.gaussianLogDensity(
            latent, mean: latent.tape.constant(0), standardDeviation: latent.tape.constant(1))
    }

    func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
        context.tape.normalNoise(shape, purpose: purpose)
    }
}

/// One affine map.
struct ToyNetwork: Network {
    static let name = "toyNetwork"
    static let summary = "one affine map"

    func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor {
        scope.linear(input, width: width)
    }
}

/// Normal columns with given scales, and a log-density that can be shifted; expectations of sigmoids by quadrature.
struct ToyObservation: ObservationModel {
    static let name = "toyObservation"
    static let summary = "normal columns with given scales"
    static let kinds: Set<ColumnKind> = [.continuous]

    var scales: [Double] = []
    /// Added to the log-density of every row.
    var offset = 0.0

    func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

    func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        Recorded(
            location: head, scale: head.tape.constant(scales, TensorShape(features: block.featureCount)),
            offset: offset)
    }

    private struct Recorded: ConditionalDistribution {
        var location: Tensor
        var scale: Tensor
        var offset: Double

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            location.tape.gaussianLogDensity(values, observed: observed, mean: location, standardDeviation: scale)
                + offset
        }

        func mean() -> Tensor { location }

        func sample(purpose: String) -> Tensor {
            location + scale * location.tape.normalNoise(location.shape, purpose: purpose)
        }

        func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
            location.tape.select(wanted, tilted(slope, offset).mass.log(), else: location.tape.constant(0))
                .sum(over: .features)
        }

        func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
            let (mass, first) = tilted(slope, offset)
            return (first / mass).stoppingGradient()
        }

        /// E[σ(slope · x + offset) | z] and E[x σ(slope · x + offset) | z] by the trapezoidal rule.
        ///
        /// Thirteen points a standard deviation apart: an error of 1e-8 where slope times scale is 1 at most. For log-odds
        /// above −80, as rows of a usual size have them.
        private func tilted(_ slope: Tensor, _ offset: Tensor) -> (mass: Tensor, first: Tensor) {
            var mass = location.tape.constant(0), first = mass
            for place in -6...6 {
                let density = Double.exp(-0.5 * Double(place * place)) / (2 * Double.pi).squareRoot()
                let point = location + Double(place) * scale
                let share = (point * slope + offset).sigmoid() * density
                mass = mass + share
                first = first + share * point
            }
            return (mass, first)
        }
    }
}

/// Normal latents with mean and raw scale from the head.
struct ToyPosterior: VariationalFamily {
    static let name = "toyPosterior"
    static let summary = "normal latents"

    func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        Recorded(
            location: head.features(0..<latentDimension),
            scale: head.features(latentDimension..<2 * latentDimension).softplus())
    }

    struct Recorded: Posterior {
        var location: Tensor
        var scale: Tensor

        func draw(count: Int, purpose: String) -> Tensor {
            let shape = TensorShape(rows: location.shape.rows, samples: count, features: location.shape.features)
            return location + scale * location.tape.normalNoise(shape, purpose: purpose)
        }

        func logDensity(of latent: Tensor) -> Tensor {
            latent.tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(location: location.stoppingGradient(), scale: scale.stoppingGradient())
        }
    }
}

/// Two strata with shares .3 and .7, each normal around the head's mean or beside it.
struct ToyStrata: VariationalFamily {
    static let name = "toyStrata"
    static let summary = "a mixture of two normal distributions, drawn from one by one"

    /// Distance of the strata's means from the head's, in standard deviations.
    var distance = 0.0

    var stratumCount: Int? { 2 }

    func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        let location = head.features(0..<latentDimension)
        let scale = head.features(latentDimension..<2 * latentDimension).softplus()
        return Recorded(
            strata: [-distance, distance].map { ToyPosterior.Recorded(location: location + $0 * scale, scale: scale) })
    }

    private struct Recorded: Posterior {
        var strata: [any Posterior]
        var tape: Tape

        init(strata: [ToyPosterior.Recorded]) {
            self.strata = strata
            tape = strata[0].location.tape
        }

        init(strata: [any Posterior], tape: Tape) {
            self.strata = strata
            self.tape = tape
        }

        private var logShares: Tensor {
            tape.constant([0.3, 0.7].map { Double.log($0) }, TensorShape(features: 2))
        }

        var logStratumWeights: Tensor? { logShares.transposed() }

        func draw(count: Int, purpose: String) -> Tensor {
            tape.concatenate(
                strata.enumerated().map { $1.draw(count: count, purpose: "\(purpose).\($0)") }, along: .samples)
        }

        func logDensity(of latent: Tensor) -> Tensor {
            tape.mixtureLogDensity(of: latent, components: strata, logWeights: logShares)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(strata: strata.map { $0.stoppingGradient() }, tape: tape)
        }
    }
}

/// Missing cells as 0.
struct ToyEncoderInput: EncoderInput {
    static let name = "toyEncoderInput"
    static let summary = "missing cells as 0"

    func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        scope.tape.select(observed, values, else: scope.tape.constant(0))
    }
}

/// Patterns say nothing.
struct ToyMissingness: MissingnessModel {
    static let name = "toyMissingness"
    static let summary = "patterns say nothing"

    var isIgnorable: Bool { true }

    func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        scope.tape.constant(0).broadcast(to: TensorShape(rows: values.shape.rows, samples: values.shape.samples))
    }
}

/// Cells are missing with the log-odds slope · x + offset of their own value, with given numbers.
struct ToySelfMasking: SelfMaskingModel {
    static let name = "toySelfMasking"
    static let summary = "each cell by its own value, with a given slope and offset"

    var slopes: [Double] = []
    var offsets: [Double] = []

    var isIgnorable: Bool { false }

    func logOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds {
        let shape = TensorShape(features: slopes.count)
        return OwnLogOdds(
            isExplained: slopes.map { _ in true }, slope: scope.tape.constant(slopes.map { -$0 }, shape),
            offset: scope.tape.constant(offsets.map { -$0 }, shape))
    }

    /// The probability that a cell is missing.
    func probability(ofMissing feature: Int, _ value: Double) -> Double {
        1 / (1 + Double.exp(-slopes[feature] * value - offsets[feature]))
    }
}
