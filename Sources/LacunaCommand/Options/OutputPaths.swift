import LacunaCore

/// The files that completing a table writes.
struct OutputPaths: Sendable {
    /// What a file holds.
    enum Content: Sendable {
        /// The single value that completes a cell.
        case summary
        /// A quantile, by its place in the request.
        case quantile(Int)
        /// A draw, by its place in the request.
        case draw(Int)
        /// All draws, one below the other.
        case allDraws
    }

    /// The files, in the order in which they are written.
    let files: [(path: String, content: Content)]

    /// The files for what is wanted.
    ///
    /// The summary has the path itself; where draws are wanted, they stand in its place: the number of the draw before
    /// the extension; or all draws have the path itself where one long file is wanted. A quantile has `q` and the
    /// quantile before the extension.
    init(_ path: String, options: ImputationOptions, isLong: Bool = false) {
        var files: [(path: String, content: Content)] = []
        if options.draws == 0, !isLong { files.append((path, .summary)) }
        if isLong {
            files.append((path, .allDraws))
        } else {
            for index in 0..<options.draws { files.append((Self.inserting("\(index + 1)", into: path), .draw(index))) }
        }
        for (index, quantile) in options.quantiles.enumerated() {
            files.append((Self.inserting("q\(quantile)", into: path), .quantile(index)))
        }
        self.files = files
    }

    /// A single file.
    init(file path: String) { files = [(path, .summary)] }

    /// The path beside a table where its completion goes unless the user says otherwise.
    ///
    /// - Throws: `LacunaError` of kind `usage` for a table that comes from a pipe or a device.
    static func besides(_ input: String, word: String = "imputed") throws(LacunaError) -> String {
        guard !input.hasPrefix("/dev/"), !input.hasPrefix("/proc/") else {
            throw LacunaError(
                .usage, "\(input) is no file to write beside; say where the result goes: --output OUT.csv")
        }
        return inserting(word, into: input)
    }

    /// A path with a word before its extension: `survey.csv` becomes `survey.imputed.csv`.
    static func inserting(_ word: String, into path: String) -> String {
        let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[nameStart...].lastIndex(of: "."), dot > nameStart else { return "\(path).\(word)" }
        return "\(path[..<dot]).\(word)\(path[dot...])"
    }

    /// A path with another extension: `survey.json5` becomes `survey.safetensors`.
    static func replacingExtension(of path: String, by word: String) -> String {
        let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[nameStart...].lastIndex(of: "."), dot > nameStart else { return "\(path).\(word)" }
        return "\(path[..<dot]).\(word)"
    }

    /// Checks before any work that all can be written and none destroys what is read.
    ///
    /// - Parameters:
    ///   - reading: Files that are read, each with what it is.
    ///   - further: Further files that are written, each with the option that names it.
    /// - Throws: `LacunaError` with every problem.
    func check(
        reading: [(path: String, what: String)], further: [(option: String, path: String)] = []
    ) throws(LacunaError) {
        var problems: [String] = []
        var seen: Set<String> = []
        for (path, _) in files where !seen.insert(path).inserted {
            problems.append("\(path) would be written twice: imputation.quantiles has an element twice; leave one out")
        }
        for (index, (option, path)) in further.enumerated() {
            if let output = files.first(where: { FileIdentity.same($0.path, path) }) {
                problems.append("\(option) \(path) is the output \(output.path) too; name another file")
            }
            if let other = further[..<index].first(where: { FileIdentity.same($0.path, path) }) {
                problems.append("\(option) \(path) is the file of \(other.option) too; name another file")
            }
        }
        for path in files.map(\.path) + further.map(\.path) {
            if let input = reading.first(where: { FileIdentity.same($0.path, path) }) {
                problems.append("\(path) is the \(input.what) itself, which is never overwritten; name another file")
                continue
            }
            do throws(LacunaError) { try AtomicFile.checkWritable(path: path) } catch { problems += error.problems }
        }
        guard problems.isEmpty else { throw LacunaError(.file, problems) }
    }
}
