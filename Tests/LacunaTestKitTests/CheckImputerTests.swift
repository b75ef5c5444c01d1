import Lacuna
import LacunaTestKit
import Testing

@Suite struct CheckImputerTests {
    /// The column mean with one fault.
    struct FaultyImputer: Imputer {
        static let name = "faultyImputer"
        static let summary = "an imputer with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, observedChanged, notFinite, positions, threads, contentsIgnored, drawMissing, noProbability
            case restoredOtherwise
        }

        var fault = Fault.none
        var usesModel: Bool { false }

        func fit(_ dataset: Dataset, context: ImputerContext) throws -> any FittedImputer {
            let inner = try ColumnMeanImputer().fit(dataset, context: context)
            return Fitted(fault: fault, inner: inner, shift: fault == .threads ? Float(context.threadCount) : 0)
        }

        func restore(
            _ contents: FittedContents, layout: FeatureLayout, context: ImputerContext
        ) throws -> any FittedImputer {
            if fault == .contentsIgnored {
                let means = FittedContents.Entry(name: "means", shape: [7], numbers: [Double](repeating: 0.3, count: 7))
                let inner = try ColumnMeanImputer().restore(
                    FittedContents(entries: [means], precision: .float64), layout: layout, context: context)
                return Fitted(fault: fault, inner: inner, shift: 0)
            }
            let inner = try ColumnMeanImputer().restore(contents, layout: layout, context: context)
            return Fitted(fault: fault, inner: inner, shift: fault == .restoredOtherwise ? 1e-3 : 0)
        }

        struct Fitted: FittedImputer {
            var fault: Fault
            var inner: any FittedImputer
            var shift: Float
            var record: TrainingRecord? { nil }
            var contents: FittedContents { inner.contents }

            func complete(
                _ dataset: Dataset, request: ImputationRequest, context: ImputerContext
            ) throws -> Imputations {
                var result = try inner.complete(dataset, request: request, context: context)
                let missing = dataset.observed.indices.filter { dataset.observed[$0] == 0 }
                for place in missing where place % 7 < 2 { result.summary[place] += shift }
                switch fault {
                case .observedChanged:
                    if let place = dataset.observed.firstIndex(of: 1) { result.summary[place] += 1e-6 }
                case .notFinite: result.draws[0][missing[0]] = .infinity
                case .positions: for place in missing where place % 7 == 0 { result.summary[place] += Float(place) }
                case .drawMissing: result.draws.removeLast()
                case .noProbability: for place in missing where place % 7 == 3 { result.summary[place] = 1.5 }
                default: break
                }
                return result
            }
        }
    }

    @Test func everyFaultIsFound() throws {
        let sentences: [FaultyImputer.Fault: String] = [
            .observedChanged: "an observed cell does not come back bit for bit",
            .notFinite: "a completed table is not finite", .positions: "the result of a row depends on where it stands",
            .threads: "the result depends on the number of threads",
            .contentsIgnored: "it can be restored from contents that are not its own",
            .drawMissing: "1 quantiles and 1 draws come back",
            .noProbability: "a completed binary cell is no probability",
            .restoredOtherwise: "an imputer that is restored from its contents completes another way",
        ]
        let catalog = try Catalog.bundled()
        for fault in FaultyImputer.Fault.allCases {
            var imputer = FaultyImputer()
            imputer.fault = fault
            let report = checkImputer(imputer, catalog: catalog)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
