/// The sources of the libraries that the tests build.
enum PluginProbe {
    /// A plug-in with a part of a family's protocol, one that calls a part of the package, and others on demand: what it
    /// registers hangs on the environment, so that one library serves many tests.
    static let plugin = """
        import Foundation
        import Lacuna

        public enum ProbePlugin: Plugin {
            public static let name = "Probe"

            public static func register(in catalog: inout Catalog) throws {
                switch ProcessInfo.processInfo.environment["PROBE"] {
                case "nothing": return
                case "taken": try catalog.add(TakenSchedule.self, to: Schedules.self)
                case "throwing": throw LacunaError(.data, ["the first thing is missing", "the second thing is missing"])
                case "foreign": throw ForeignError.unexpected
                case "broken": try catalog.add(BrokenSchedule.self, to: Schedules.self)
                case "trapping": try catalog.add(TrappingSchedule.self, to: Schedules.self)
                case "ending": fatalError("ended on purpose")
                case "refusing": try catalog.add(RefusingMask.self, to: MaskGenerators.self)
                default:
                    try catalog.add(LogisticObservation.self, to: ObservationModels.self)
                    try catalog.add(HalvedSchedule.self, to: Schedules.self)
                }
            }
        }

        enum ForeignError: Error { case unexpected }

        struct TakenSchedule: Schedule {
            static let name = "Cosine"
            static let summary = "a name of another"
            func factor(step: Int, of stepCount: Int) -> Double { 1 }
        }

        struct BrokenSchedule: Schedule {
            static let name = "broken"
            static let summary = "no number"
            func factor(step: Int, of stepCount: Int) -> Double { .nan }
        }

        struct TrappingSchedule: Schedule {
            static let name = "trapping"
            static let summary = "no way on"
            func factor(step: Int, of stepCount: Int) -> Double { fatalError("trapped on purpose") }
        }

        struct HalvedSchedule: Schedule {
            static let name = "halved"
            static let summary = "half of the cosine"
            static let keyDescriptions = [KeyDescription("share", "the cosine's share", .between(0, 1))]
            var share = 0.5
            func factor(step: Int, of stepCount: Int) -> Double {
                share * CosineSchedule().factor(step: step, of: stepCount) + 1 - share
            }
        }

        struct RefusingMask: MaskGenerator {
            static let name = "refusing"
            static let summary = "refuses every table"
            func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
                throw LacunaError(.data, "the probe refuses this table")
            }
        }

        """

    /// Logistic columns: p(x) = e⁻ᵗ / (b (1 + e⁻ᵗ)²) with t = (x − μ) / b.
    static let observation = """
        import LacunaCore

        public struct LogisticObservation: ObservationModel {
            public static let name = "logistic"
            public static let summary = "logistic columns; location and scale from the decoder"
            public static let kinds: Set<ColumnKind> = [.continuous]
            public static let keyDescriptions = [
                KeyDescription("scaleFloor", "the smallest scale, in standardised units", .above(0))
            ]

            public var scaleFloor = 1e-2

            public init() {}

            public func headWidth(for block: ColumnBlock) -> Int { 2 * block.featureCount }

            public func distribution(
                head: Tensor, block: ColumnBlock, in scope: ParameterScope
            ) -> any ConditionalDistribution {
                let count = block.featureCount
                return Recorded(
                    location: head.features(0..<count),
                    scale: head.features(count..<2 * count).softplus() + scaleFloor)
            }

            private struct Recorded: ConditionalDistribution {
                var location: Tensor
                var scale: Tensor

                func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
                    let tape = location.tape
                    let known = tape.select(observed, values, else: tape.constant(0))
                    let t = (known - location) / scale
                    let each = -t - scale.log() - 2 * (-t).softplus()
                    return tape.select(observed, each, else: tape.constant(0)).sum(over: .features)
                }

                func mean() -> Tensor { location }

                func sample(purpose: String) -> Tensor {
                    let noise = location.tape.uniformNoise(location.shape, purpose: purpose)
                    return location + scale * (noise.log() - (1 - noise).log())
                }
            }
        }

        """

    /// No Swift of Lacuna, but its two functions, which say what the environment wants.
    static let doctored = """
        import Foundation

        @_cdecl("lacuna_plugin_handshake") public func handshake(_ field: Int32) -> UnsafePointer<CChar>? {
            getenv("HANDSHAKE\\(field)").map { UnsafePointer($0) }
        }

        @_cdecl("lacuna_plugin_register") public func register(_ registration: UnsafeMutableRawPointer) {}

        """

    /// A library with a copy of Lacuna has a function of it.
    static let copying =
        doctored + """
            @_cdecl("lacuna_plugin_host") public func host() {}

            """

    /// A library that was compiled against a Lacuna which had one function more.
    static let lacking = """
        @_silgen_name("$s10LacunaCore18PluginRegistrationC6removeyyF") func remove()

        @_cdecl("lacuna_plugin_register") public func register(_ registration: UnsafeMutableRawPointer) { remove() }

        """
}
