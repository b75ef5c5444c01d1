import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckObservationModelTests {
    /// Normal columns with one fault.
    struct FaultyGaussian: ObservationModel {
        static let name = "faultyGaussian"
        static let summary = "normal columns with a fault"
        static let kinds: Set<ColumnKind> = [.continuous]

        enum Fault: String, Codable, CaseIterable {
            case none, wrongSign, unnormalised, leak, gradientLeak, patternIgnored, wrongShape, doubledGradient,
                overflow
            case shiftedMean, purposeIgnored, rowIgnored, wideDraws, dependentColumns, rowsMixed
            case foreignDraws, drawsWithoutGradient, doubledDrawGradient
            case shiftedCurve, unwantedLeak, unwantedCounted, curveGradient, untiltedMean, tiltedGradient

            /// Whether it knows the expectations of logistic curves.
            var knowsCurves: Bool {
                switch self {
                case .none, .shiftedCurve, .unwantedLeak, .unwantedCounted, .curveGradient, .untiltedMean,
                    .tiltedGradient:
                    true
                default: false
                }
            }
        }

        var fault = Fault.none

        func headWidth(for block: ColumnBlock) -> Int { 2 * block.featureCount }

        func distribution(
            head: Tensor, block: ColumnBlock, in scope: ParameterScope
        ) -> any ConditionalDistribution {
            let count = block.featureCount
            let raw = head.features(count..<2 * count)
            return Recorded(
                fault: fault, location: head.features(0..<count),
                scale: fault == .overflow ? (2 * raw).exp() : raw.softplus() + 1e-3)
        }

        struct Recorded: ConditionalDistribution {
            var fault: Fault
            var location: Tensor
            var scale: Tensor

            func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
                let tape = location.tape
                let flags: Tensor? = fault == .patternIgnored ? nil : observed
                let density = tape.gaussianLogDensity(
                    values, observed: flags, mean: location, standardDeviation: scale)
                switch fault {
                case .wrongSign: return -density
                case .unnormalised: return density + 0.5 * Double.log(2 * .pi) * observed.sum(over: .features)
                case .leak: return density + 0 * (values * observed).sum(over: .features)
                case .gradientLeak:
                    // It adds 0 to the value, but the contents of every cell to the derivative.
                    return density + (values * (location - location.stoppingGradient())).sum(over: .features)
                case .wrongShape: return (values - location).squared()
                case .doubledGradient: return density.withDoubledGradient()
                case .rowsMixed: return density + 0.1 * location.mean(over: .rows).sum(over: .features)
                default: return density
                }
            }

            func mean() -> Tensor { fault == .shiftedMean ? location + 0.01 : location }

            func sample(purpose: String) -> Tensor {
                let tape = location.tape
                var shape = location.shape
                if fault == .rowIgnored { shape.rows = 1 }
                if fault == .dependentColumns { shape.features = 1 }
                let noise = tape.normalNoise(shape, purpose: fault == .purposeIgnored ? "mine" : purpose)
                return location + (fault == .wideDraws ? 1.2 : 1) * (scale * noise)
            }

            func reparametrisedSample(purpose: String) -> Tensor {
                switch fault {
                case .foreignDraws: sample(purpose: "mine")
                case .drawsWithoutGradient: sample(purpose: purpose).stoppingGradient()
                case .doubledDrawGradient: sample(purpose: purpose).withDoubledGradient()
                default: sample(purpose: purpose)
                }
            }

            func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
                guard fault.knowsCurves else { return nil }
                let tape = location.tape
                let offset = fault == .shiftedCurve ? offset + 0.01 : offset
                let logMeans = tape.concatenate(
                    (0..<location.shape.features).map {
                        curve(column: $0, slope, offset).logShares.logSumExp(over: .features)
                    }, along: .features)
                switch fault {
                case .unwantedLeak: return (logMeans * wanted).sum(over: .features)
                case .unwantedCounted:
                    // It is weighed by almost nothing.
                    return tape.select(wanted, logMeans, else: 1e-9 * logMeans).sum(over: .features)
                case .curveGradient:
                    return tape.select(wanted, logMeans, else: tape.constant(0)).sum(over: .features)
                        .withDoubledGradient()
                default: return tape.select(wanted, logMeans, else: tape.constant(0)).sum(over: .features)
                }
            }

            func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
                guard fault.knowsCurves else { return nil }
                if fault == .untiltedMean { return location.stoppingGradient() }
                let means = location.tape.concatenate(
                    (0..<location.shape.features).map { column in
                        let (points, logShares) = curve(column: column, slope, offset)
                        return (points * logShares.logSoftmax(groups: [points.shape.features]).exp())
                            .sum(over: .features)
                    }, along: .features)
                return fault == .tiltedGradient ? means : means.stoppingGradient()
            }

            /// Points of one column by the trapezoidal rule, with the logarithms of density times curve.
            private func curve(column: Int, _ slope: Tensor, _ offset: Tensor) -> (points: Tensor, logShares: Tensor) {
                let step = 0.2, half = 40
                let nodes = (-half...half).map { Double($0) * step }
                let logWeights = nodes.map { Double.log(step) - 0.5 * ($0 * $0 + Double.log(2 * .pi)) }
                func constant(_ numbers: [Double]) -> Tensor {
                    location.tape.constant(numbers, TensorShape(features: nodes.count))
                }
                func own(_ tensor: Tensor) -> Tensor { tensor.features(column..<column + 1) }
                let points = own(location) + own(scale) * constant(nodes)
                return (points, (own(slope) * points + own(offset)).logSigmoid() + constant(logWeights))
            }
        }
    }

    private static let sentences: [FaultyGaussian.Fault: String] = [
        .wrongSign: "the density of a column integrates to", .unnormalised: "instead of 1: the log-density is wrong",
        .leak: "missing cells leak: the log-density changes when infinity is written",
        .gradientLeak: "missing cells leak: the gradient with respect to the head changes when 7 is written",
        .patternIgnored: "missing cells leak: the log-density changes when 7",
        .wrongShape: "the log-density has the shape 3×4×3 where 3×4×1 is expected",
        .doubledGradient: "deviates from central differences", .overflow: "is not finite where heads reach",
        .shiftedMean: "where the density's mean is", .purposeIgnored: "draws ignore their purpose",
        .rowIgnored: "draws ignore the row", .wideDraws: "draws do not follow the density",
        .dependentColumns: "draws of two columns depend on each other",
        .rowsMixed: "the log-density of a row depends on the rows beside it",
        .foreignDraws: "the draws of reparametrisedSample() are not those of sample()",
        .drawsWithoutGradient: "the draws of reparametrisedSample() have no gradient to the head",
        .doubledDrawGradient: "the draws of reparametrisedSample() have a gradient of",
        .shiftedCurve: "logMeanSigmoid() is",
        .unwantedLeak:
            "logMeanSigmoid() changes when infinity is written into the curve of a column that is not wanted",
        .unwantedCounted: "a gradient of logMeanSigmoid() changes when 7 is written into the curve",
        .curveGradient: "logMeanSigmoid(): the gradient", .untiltedMean: "tiltedMean() is",
        .tiltedGradient: "tiltedMean() has a gradient",
    ]

    @Test func everyFaultIsFound() {
        for fault in FaultyGaussian.Fault.allCases {
            var model = FaultyGaussian()
            model.fault = fault
            let report = checkObservationModel(model)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }

    /// The first sentence names the density, and none a method that the author never wrote.
    @Test(arguments: [FaultyGaussian.Fault.wrongSign, .unnormalised, .wideDraws])
    func aWrongDensityIsNotBlamedOnTheGradientOfDraws(_ fault: FaultyGaussian.Fault) {
        var model = FaultyGaussian()
        model.fault = fault
        let failures = checkObservationModel(model).failures
        #expect(failures.first?.contains("density") == true, "\(failures)")
        #expect(!failures.contains { $0.contains("reparametrisedSample") }, "\(failures)")
    }

    /// Categories whose logits are not normalised, or whose draws are probabilities.
    struct FaultyCategories: ObservationModel {
        static let name = "faultyCategories"
        static let summary = "categories with a fault"
        static let kinds: Set<ColumnKind> = [.binary, .categorical]

        var drawsProbabilities = false

        func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

        func distribution(
            head: Tensor, block: ColumnBlock, in scope: ParameterScope
        ) -> any ConditionalDistribution {
            Recorded(logits: head, block: block, drawsProbabilities: drawsProbabilities)
        }

        struct Recorded: ConditionalDistribution {
            var logits: Tensor
            var block: ColumnBlock
            var drawsProbabilities: Bool

            func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
                let tape = logits.tape
                let chosen = tape.select(observed, values, else: tape.constant(0))
                return (chosen * logits.logSigmoid()).sum(over: .features)
            }

            func mean() -> Tensor { logits.sigmoid() }

            func sample(purpose: String) -> Tensor {
                let noise = logits.tape.uniformNoise(logits.shape, purpose: purpose)
                return drawsProbabilities ? noise * logits.sigmoid() : logits.tape.lessThan(noise, logits.sigmoid())
            }
        }
    }

    @Test func faultsOfCategoriesAreFound() {
        let report = checkObservationModel(FaultyCategories())
        expect(report, says: "binary columns: the density of a column sums to", "binary")
        expect(report, says: "categorical columns: the density of a column sums to", "categorical")
        expect(report, says: "categories instead of one", "not one-hot")
        var model = FaultyCategories()
        model.drawsProbabilities = true
        expect(checkObservationModel(model), says: "draws of binary columns are not 0 or 1", "probabilities")
    }
}
