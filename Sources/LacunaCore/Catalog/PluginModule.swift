/// A module that plug-ins are compiled against, and the checksum of its file, or of its C headers.
public struct PluginModule: Sendable, Equatable {
    /// The module.
    public var name: String
    /// The checksum of `NAME.swiftmodule`, or of the headers, in hexadecimal digits.
    public var checksum: String

    /// A module and a checksum.
    public init(name: String, checksum: String) {
        self.name = name
        self.checksum = checksum
    }

    /// A module whose file lies in a folder, or the C headers that belong to it; `nil` where there is none that can be
    /// read.
    public init?(named name: String, in folder: String) {
        let bytes =
            name == PluginHeaders.module
            ? PluginHeaders.contents(for: folder) : try? FileContents.read(path: "\(folder)/\(name).swiftmodule")
        guard let bytes else { return nil }
        self.init(name: name, checksum: SafetensorsFile.checksum(bytes))
    }

    /// Modules as a text: `LacunaCore=0f1e2d3c LacunaTensors=…`.
    public static func list(_ modules: [PluginModule]) -> String {
        modules.map { "\($0.name)=\($0.checksum)" }.joined(separator: " ")
    }

    /// Modules from a text; what is none is left out.
    static func list(parsing text: String) -> [PluginModule] {
        text.split(separator: " ").compactMap { entry in
            let parts = entry.split(separator: "=")
            return parts.count == 2 ? PluginModule(name: String(parts[0]), checksum: String(parts[1])) : nil
        }
    }
}
