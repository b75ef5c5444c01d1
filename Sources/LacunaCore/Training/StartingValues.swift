import LacunaTensors

extension ParameterStore {
    /// Takes over the numbers of another store's parameters of the same names, rounded where the precision is smaller.
    ///
    /// - Parameter groups: Whose parameters are taken over; the others stay as they are.
    /// - Throws: `LacunaError` where the other store lacks a parameter or has it in another shape; nothing is changed then.
    public func copyValues(from other: ParameterStore, groups: GroupSet = .all) throws(LacunaError) {
        var problems: [String] = []
        var pairs: [(target: Parameter, source: Parameter)] = []
        for target in parameters where groups.contains(GroupSet(target.group)) {
            let name = "\(target.group.rawValue).\(target.path)"
            guard let source = other.parameter(named: name) else {
                problems.append("the parameters to start from lack \(name); take those of a model with the same parts")
                continue
            }
            guard source.shape == target.shape else {
                problems.append(
                    """
                    the parameter \(name) to start from has the shape \(source.shape), but the model uses it as \
                    \(target.shape); take the parameters of a model with the same parts
                    """)
                continue
            }
            pairs.append((target, source))
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        for (target, source) in pairs { setValues(other.values(of: source), of: target) }
        pack(0..<parameters.count)
    }

    /// Mirrors curves of the missingness model.
    ///
    /// - Throws: `LacunaError` where a number to be mirrored is not there; nothing is changed then.
    func mirror(_ mirrored: [MirroredParameter]) throws(LacunaError) {
        var numbers: [String: [Double]] = [:]
        for part in mirrored {
            let name = "\(ParameterGroup.missingness.rawValue).\(part.path)"
            guard var values = numbers[name] ?? parameter(named: name).map({ self.values(of: $0) }),
                values.indices.contains(part.index)
            else {
                throw LacunaError(
                    .configuration,
                    """
                    the missingness model mirrors number \(part.index) of the parameter \(name), which is not there; its \
                    mirroredParameters do not tell the truth
                    """)
            }
            values[part.index] = 2 * part.centre - values[part.index]
            numbers[name] = values
        }
        for (name, values) in numbers { if let parameter = parameter(named: name) { setValues(values, of: parameter) } }
        pack(0..<parameters.count)
    }
}
