/// The single numbers to which a model gives a probability of their own, such as a detection limit, in both encodings.
///
/// An encoded number is rounded, so that it does not lead back to the number of the file that it was made from. That of an atom
/// does: it is looked up here.
public struct Atoms: Sendable, Equatable {
    private struct Atom: Equatable {
        var encoded: Float
        var original: Double
    }

    /// The atoms of each feature, up to the last one that has any.
    private var atoms: [[Atom]] = []

    /// No atoms.
    public static let none = Atoms()

    private init() {}

    /// Those of the continuous columns of a model.
    init(_ model: ComposedModel) {
        for part in model.observation where part.block.kind == .continuous {
            let block = part.block
            for ((feature, units), measure) in zip(zip(block.features, block.units), part.model.measures(of: block))
            where !measure.atoms.isEmpty {
                while atoms.count <= feature { atoms.append([]) }
                atoms[feature] = measure.atoms.map { Atom(encoded: Float(units.encoded($0)), original: $0) }
            }
        }
    }

    /// The number of the file that an encoded one stands for exactly; `nil` where it is no atom of the feature.
    public func original(_ encoded: Float, feature: Int) -> Double? {
        guard feature < atoms.count else { return nil }
        return atoms[feature].first { $0.encoded == encoded }?.original
    }
}

extension ComposedModel {
    /// The single numbers to which the model gives a probability of their own.
    public var atoms: Atoms { Atoms(self) }
}
