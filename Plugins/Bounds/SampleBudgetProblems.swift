import LacunaCore

extension SampleBudget {
    /// What is out of range in the keys of a budget for each component and in total.
    static func problems(
        perStratum: (key: String, count: Int), total: (key: String, count: Int?)
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if !(1...100_000).contains(perStratum.count) {
            problems.append(
                ConfigurationProblem(
                    key: perStratum.key, message: "must lie between 1 and 100000, not \(perStratum.count)"))
        }
        if let count = total.count, !(1...100_000).contains(count) {
            problems.append(
                ConfigurationProblem(
                    key: total.key, message: "must lie between 1 and 100000 (or be null), not \(count)"))
        }
        return problems
    }
}
