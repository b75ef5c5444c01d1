import Foundation
import Lacuna

/// A parameter that a test names and the model does not have.
struct NoSuchParameter: Error {
    var name: String
}

extension ParameterStore {
    /// Sets a parameter by name; all packed forms are made current.
    func set(_ name: String, _ numbers: [Double]) throws {
        guard let parameter = parameter(named: name) else { throw NoSuchParameter(name: name) }
        setValues(numbers, of: parameter)
        pack(0..<parameters.count)
    }

    /// A parameter by name.
    func numbers(_ name: String) throws -> [Double] {
        guard let parameter = parameter(named: name) else { throw NoSuchParameter(name: name) }
        return values(of: parameter)
    }

    /// All parameters, as numbers whose bits can be compared.
    var allNumbers: [[Double]] { parameters.map { values(of: $0) } }
}

/// The number that softplus maps to a given one.
func inverseSoftplus(_ value: Double) -> Double { log(expm1(value)) }

/// A layout of continuous columns alone.
func continuousLayout(_ count: Int) -> FeatureLayout {
    FeatureLayout(columns: (0..<count).map { ("column\($0)", .continuous, 1) })
}
