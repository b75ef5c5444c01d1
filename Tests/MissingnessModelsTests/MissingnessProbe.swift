import Lacuna

/// Two continuous columns, a binary and a categorical one, and the pattern of a row of them.
enum MissingnessProbe {
    static let columns = [
        FeatureEntry(columnIndex: 0, name: "salary", kind: .continuous, offset: 0, width: 1),
        FeatureEntry(columnIndex: 1, name: "age", kind: .continuous, offset: 1, width: 1),
        FeatureEntry(columnIndex: 2, name: "flag", kind: .binary, offset: 2, width: 1),
        FeatureEntry(columnIndex: 3, name: "town", kind: .categorical, offset: 3, width: 3),
    ]

    /// A completed row: salary .5, age −1.5, flag 1, the second town.
    static let row = [0.5, -1.5, 1, 0, 1, 0]

    /// log p(s | x) of a pattern and the log-density of the prior (0 where it is flat), in nats.
    ///
    /// - Parameters:
    ///   - pattern: A flag a column.
    ///   - parameters: Numbers of parameters by their paths; the others are as they start.
    static func logProbability(
        _ model: some MissingnessModel, _ pattern: [Double], row: [Double] = row,
        columns: [FeatureEntry] = columns, parameters: [String: [Double]]
    ) throws -> (logProbability: Double, logPrior: Double) {
        let tape = Tape(precision: .float64)
        let scope = ParameterScope(tape, group: .missingness)
        let result = model.logProbability(
            of: tape.constant(pattern, TensorShape(features: pattern.count)),
            given: tape.constant(row, TensorShape(features: row.count)), for: columns, in: scope)
        let prior = model.logPrior(for: columns, in: scope) ?? tape.constant(0)
        let program = try tape.finish(outputs: [result, prior])
        tape.store.initialise(from: RandomStream(seed: 1))
        for (path, numbers) in parameters {
            guard let parameter = tape.store.parameter(named: "missingness.\(path)") else {
                throw LacunaError(.configuration, "no parameter \(path) in \(tape.store.parameters.map(\.path))")
            }
            tape.store.setValues(numbers, of: parameter)
        }
        tape.store.pack(0..<tape.store.parameters.count)
        let workspace = Workspace(program)
        workspace.forward()
        return (workspace.read(result.view)[0], workspace.read(prior.view)[0])
    }

    /// log σ(log-odds) where a cell is observed, log σ(−log-odds) where it is missing.
    static func logShare(_ logOdds: Double, _ flag: Double) -> Double {
        -Double.log(onePlus: Double.exp(flag == 1 ? -logOdds : logOdds))
    }

    /// log p(s | x) of columns with these log-odds of being observed; `nil` for those that are not explained.
    static func sum(_ logOdds: [Double?], _ pattern: [Double]) -> Double {
        zip(logOdds, pattern).reduce(0) { total, cell in total + (cell.0.map { logShare($0, cell.1) } ?? 0) }
    }

    static let patterns: [[Double]] = [[1, 1, 1, 1], [0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 0, 0]]

    static func softplus(_ x: Double) -> Double { Double.log(onePlus: Double.exp(x)) }

    // MARK: Tables

    /// salary has holes, age has none, flag and town have holes, nothing is known of empty.
    static let table = """
        salary,age,flag,town,empty
        1.5,30,yes,a,
        2.5,40,,b,
        ,50,no,,
        3.5,60,yes,c,
        1.0,20,no,a,

        """

    /// The problems of a missingness model with the table's columns, as a blueprint says them.
    static func problems(_ missingness: String) throws -> [String] {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(
            text: "{ model: { missingness: \(missingness) } }", method: "notMIWAE", catalog: catalog)
        let table = try Table.parse(Array(table.utf8), name: "table.csv")
        let schema = try Schema.infer(from: table).schema
        let dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
        do {
            _ = try Blueprint(configuration, catalog: catalog).model(for: dataset)
            return []
        } catch let error as LacunaError {
            return error.problems
        }
    }

    /// The problems of a missingness model's keys, whatever the table.
    static func keyProblems(_ missingness: String) throws -> [String] {
        do {
            _ = try Configuration.read(
                text: "{ model: { missingness: \(missingness) } }", method: "notMIWAE", catalog: Catalog.bundled())
            return []
        } catch let error as LacunaError {
            return error.problems
        }
    }
}
