extension Catalog {
    /// This catalog with the parts of plug-in libraries; one that is named twice is loaded once.
    ///
    /// - Parameter paths: The libraries.
    /// - Throws: One `LacunaError` with a sentence for each library that cannot be used.
    public func adding(pluginLibraries paths: [String]) throws(LacunaError) -> Catalog {
        var catalog = self
        var problems: [String] = []
        for path in paths {
            do {
                try catalog.add(PluginLibrary(loading: path))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        return catalog
    }

    /// Adds the libraries that a configuration lists, as far as they can be used.
    ///
    /// What is no list of texts is left to the decoding, which says so.
    ///
    /// - Parameters:
    ///   - value: The configuration.
    ///   - folder: What the paths of a file are relative to; `nil` for the working folder. What stands in no file, such as
    ///     after `--set`, is relative to the working folder always.
    /// - Returns: What is wrong, with the place of each library.
    mutating func addPlugins(
        listedIn value: ConfigurationValue, folder: String?
    ) -> [LocatedConfigurationProblem] {
        var problems: [LocatedConfigurationProblem] = []
        for (index, element) in (value[Self.pluginsKey]?.elements ?? []).enumerated() {
            guard let path = element.stringValue else { continue }
            do throws(LacunaError) {
                let isWhole = path.isEmpty || path.hasPrefix("/") || element.position == nil
                try add(PluginLibrary(loading: isWhole ? path : (folder.map { $0 + "/" } ?? "") + path))
            } catch {
                let place = ConfigurationPath([.key(Self.pluginsKey), .index(index)])
                problems += error.problems.map {
                    LocatedConfigurationProblem(
                        path: place, position: element.position, message: $0, isSentence: true)
                }
            }
        }
        return problems
    }

    /// The key of a configuration that lists libraries.
    private static let pluginsKey = "plugins"
}
