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
}
