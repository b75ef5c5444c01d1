import Foundation
import Lacuna
import Synchronization
import Testing

/// A model composed in code is a configuration, and the other way round; what cannot be composed is refused with sentences.
@Suite struct LatentVariableModelTests {
    private static let mixture = MixtureVariationalFamily(
        componentCount: 3, component: StudentTVariationalFamily(), sampling: .stratified)

    @Test func defaultsAreThoseOfConfigurations() throws {
        let catalog = try Catalog.bundled()
        let composed = try LatentVariableModel()
        #expect(try composed.configuration.model == catalog.resolve(ModelOptions()))
        #expect(try composed.configuration == Configuration.read(catalog: catalog))
        #expect(try composed == LatentVariableModel(configuration: "{}"))
    }

    @Test func aModelReadsBackFromWhatItPrints() throws {
        let masking = PerColumnMissingness(columns: ["a": Choice(SelfMasking())], others: Choice(LinearMissingness()))
        let models = try [
            LatentVariableModel(), ComposedExample.model(),
            LatentVariableModel(
                latentDimension: 7, prior: VampPrior(componentCount: 3), decoder: LinearNetwork(),
                continuous: GaussianSharedScaleObservation(), encoder: ResidualMLPNetwork(),
                encoderInput: SetEncoderInput(), posterior: Self.mixture),
            LatentVariableModel(
                prior: GaussianMixturePrior(componentCount: 4), missingness: masking, integration: .sampled),
        ]
        for (index, model) in models.enumerated() {
            let text = "\(model)"
            let again = try LatentVariableModel(configuration: text)
            #expect(again == model, "\(text)")
            #expect("\(again)" == text)
            for other in models[(index + 1)...] { #expect(other != model) }
        }
        // Parts inside parts come back too, with their keys.
        let posterior = try models[2].configuration.model.posterior.member() as? MixtureVariationalFamily
        #expect(try posterior?.component.member() is StudentTVariationalFamily)
    }

    /// Libraries are the catalog's affair; where a part is missing, one that the configuration lists may have it.
    @Test func librariesOfAConfigurationAreNotLoaded() throws {
        let listing = "{ plugins: ['nosuch.so'] }"
        #expect(try LatentVariableModel(configuration: listing).configuration.plugins == ["nosuch.so"])
        let missing = ComposedExample.problems {
            _ = try LatentVariableModel(configuration: "{ plugins: ['nosuch.so'], model: { prior: 'own' } }")
        }
        try #require(missing.count == 2, "\(missing)")
        #expect(missing[0].contains("no prior is named \"own\""))
        #expect(
            missing[1]
                == "the configuration lists libraries of parts (nosuch.so), which are not loaded here; load them into the "
                + "catalog before: Catalog.adding(pluginLibraries:)")
        let others = ["{ plugins: ['nosuch.so'], sede: 1 }", "{ model: { prior: 'own' } }"]
        for text in others {
            #expect(ComposedExample.problems { _ = try LatentVariableModel(configuration: text) }.count == 1)
        }
    }

    @Test func aConfigurationComposesTheSame() throws {
        let text = """
            { model: { latentDimension: 7, prior: { type: "vampPrior", componentCount: 3 }, decoder: "linear",
                observation: { continuous: "gaussianSharedScale" },
                posterior: { type: "mixture", componentCount: 3, component: "studentT", sampling: "stratified" } } }
            """
        let composed = try LatentVariableModel(
            latentDimension: 7, prior: VampPrior(componentCount: 3), decoder: LinearNetwork(),
            continuous: GaussianSharedScaleObservation(), posterior: Self.mixture)
        #expect(try LatentVariableModel(configuration: text) == composed)
    }

    @Test func everyMistakeIsToldAtOnce() throws {
        let mixture = MixtureVariationalFamily(
            componentCount: 2, component: Self.mixture, sampling: .stratified)
        let problems = ComposedExample.problems {
            _ = try LatentVariableModel(
                latentDimension: 0, decoder: MLPNetwork(hidden: []), binary: GaussianObservation(), posterior: mixture)
        }
        let expected = [
            "model.observation.binary: gaussian describes continuous columns, not binary ones",
            "model.latentDimension must", "model.decoder.hidden must",
            "model.posterior.component must not be a mixture",
        ]
        #expect(problems.count == expected.count, "\(problems)")
        for words in expected { #expect(problems.contains { $0.contains(words) }, "\(words): \(problems)") }
        let isTold = ComposedExample.problems { _ = try LatentVariableModel(configuration: "{ model: { priot: 1 } }") }
        #expect(isTold.contains { $0.contains("model.priot") && $0.contains("\"prior\"") })
        let mean = ComposedExample.problems { _ = try LatentVariableModel(configuration: "{ method: 'columnMean' }") }
        #expect(mean.contains { $0.contains("columnMean") && $0.contains("without a latent variable model") })
    }

    @Test func partsOfOnesOwnNeedNoCatalog() throws {
        var prior = ShiftedPrior()
        prior.shift = 0.25
        let posterior = MixtureVariationalFamily(
            componentCount: 2, component: WideGaussianFamily(), sampling: .stratified)
        let model = try LatentVariableModel(prior: prior, posterior: posterior)
        #expect(try (model.configuration.model.prior.member() as? ShiftedPrior)?.shift == 0.25)
        #expect("\(model)".contains("wideGaussian"))
        // Read back by the model's own catalog, but not by one that lacks the parts.
        #expect(try LatentVariableModel(configuration: "\(model)", catalog: model.catalog) == model)
        let problems = ComposedExample.problems { _ = try LatentVariableModel(configuration: "\(model)") }
        #expect(problems.contains { $0.contains("no prior is named \"shifted\"") }, "\(problems)")
        #expect(problems.contains { $0.contains("\"wideGaussian\"") }, "\(problems)")
        // Keys of one's own are checked.
        prior.shift = 99
        let wrong = prior
        #expect(
            ComposedExample.problems { _ = try LatentVariableModel(prior: wrong) } == [
                "model.prior.shift must lie between -10 and 10, not 99.0"
            ])
    }

    @Test func partsOfOnesOwnHaveNamesOfTheirOwn() {
        struct Impostor: Network {
            static let name = "mlp"
            static let summary = "another network"
            func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor { input }
        }
        let problems = ComposedExample.problems { _ = try LatentVariableModel(decoder: Impostor()) }
        #expect(problems == ["Impostor is named \"mlp\", but that network is MLPNetwork; give it a name of its own"])
    }

    @Test func whatAFitIsGivenDecidesIt() throws {
        let rows = ComposedExample.rows().enumerated().map { index, row in row + [index % 2 == 0 ? 1 : 0] }
        let model = try ComposedExample.model()
        let fitted = try model.fit(
            rows, kinds: ["x1": .ignore], maximising: EvidenceLowerBound(),
            training: TrainingOptions(steps: 3, closingSteps: 0),
            sampler: ComposedExample.sampler, precision: .float64, seed: 77)
        let configuration = fitted.configuration
        #expect(configuration.bound.name == "evidenceLowerBound" && configuration.seed == 77)
        #expect(configuration.precision == .float64 && fitted.model.store.precision == .float64)
        #expect(configuration.training.steps == 3 && fitted.record?.steps == 3)
        #expect(try (configuration.imputation.sampler.member() as? ImportanceResampling)?.sampleCount == 60)
        #expect(configuration.model == model.configuration.model)
        // Numbers are continuous, 0 and 1 as well, unless something else is said.
        #expect(fitted.schema.columns.map(\.kind) == [.ignore, .continuous, .continuous, .continuous, .continuous])
        // Everything that is left out is as the model's configuration says.
        let configured = try LatentVariableModel(configuration: configuration, catalog: model.catalog)
        #expect(try configured.fit(rows).configuration == configuration)
        #expect(
            try ComposedExample.bits(configured.fit(rows).impute(rows)) == ComposedExample.bits(fitted.impute(rows)))
    }

    /// Before any work: parts that do not fit, keys out of range, rows that cannot be used.
    @Test func whatCannotBeFittedIsRefused() throws {
        let model = try ComposedExample.model()
        let rows = ComposedExample.rows()
        func refused(_ words: String..., body: () throws -> FittedLatentVariableModel) {
            let problems = ComposedExample.problems { _ = try body() }
            #expect(problems.contains { problem in words.allSatisfy(problem.contains) }, "\(words): \(problems)")
        }
        refused("bound", "strat") {
            try model.fit(rows, maximising: StratifiedImportanceWeightedBound(), training: TrainingOptions(steps: 1))
        }
        refused("training.steps must") { try model.fit(rows, training: TrainingOptions(steps: 0)) }
        refused("imputation.sampler", "exactGrid") {
            try LatentVariableModel(latentDimension: 5).fit(rows, sampler: ExactGrid())
        }
        refused("no column \"x5\"") { try model.fit(rows, kinds: ["x5": .binary]) }
        refused("the array has no rows") { try model.fit([]) }
        refused("the array has no columns") { try model.fit([[], []]) }
        refused("row 2 has 1 column", "row 1 has 2") { try model.fit([[1, 2], [1]]) }
        refused("row 1 has 2 columns", "1 have names") { try model.fit([[1, 2]], columns: ["a"]) }
        refused("both named \"a\"") { try model.fit([[1, 2]], columns: ["a", "a"]) }
        refused("row 2, column \"x1\"", "infinite") { try model.fit([[1, 2], [-.infinity, 1]]) }
        refused("no column can be learnt from") { try model.fit([[nil], [.nan]]) }
    }

    @Test func workIsWatchedAndInterrupted() throws {
        let steps = Mutex<[Int]>([])
        let rowsDone = Mutex(0)
        let notes = Mutex<[String]>([])
        let work = WorkControl(
            threadCount: 1, note: { note in notes.withLock { $0.append(note) } },
            reportTraining: { event in steps.withLock { $0.append(event.step) } },
            reportRows: { done, _ in rowsDone.withLock { $0 = max($0, done) } })
        let rows = ComposedExample.rows().map { $0 + [7] }
        let fitted = try ComposedExample.fitted(rows, work: work)
        #expect(steps.withLock { $0 } == Array(1...40))
        #expect(notes.withLock { $0.contains { $0.contains("\"x5\" is constant") } })
        _ = try fitted.impute(rows, work: work)
        #expect(rowsDone.withLock { $0 } == rows.count { $0.contains { $0?.isNaN ?? true } })
        var stopping = work
        stopping.shouldStop = { true }
        for body in [
            { _ = try ComposedExample.fitted(rows, work: stopping) }, { _ = try fitted.impute(rows, work: stopping) },
            { _ = try fitted.logLikelihoods(of: rows, sampleCount: 10, work: stopping) },
        ] as [() throws -> Void] {
            let error = #expect(throws: LacunaError.self) { try body() }
            #expect(error?.kind == .interrupted)
        }
    }

    @Test func aFitThatFailsKeepsItsLastGoodState() throws {
        let training = TrainingOptions(
            steps: 200, batchSize: 16, optimizer: TrainingExample.descent(1e20), averagingDecay: 0, heldOutShare: 0)
        let rows = ComposedExample.rows()
        let error = #expect(throws: UnfinishedModel.self) {
            _ = try ComposedExample.model().fit(rows, training: training, sampler: ComposedExample.sampler)
        }
        let unfinished = try #require(error)
        #expect(unfinished.problem.kind == .work && unfinished.description.contains("training diverged"))
        #expect(unfinished.model.record == nil)
        let complete = try unfinished.model.impute(rows)
        #expect(complete.allSatisfy { $0.allSatisfy(\.isFinite) })
    }
}
