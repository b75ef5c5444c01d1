import Lacuna

extension Configurable {
    /// Reads a JSON5 file; parts are those that come with the package.
    static func read(path: String) throws -> Self {
        let text = String(decoding: try FileContents.read(path: path), as: UTF8.self)
        return try ConfigurationDecoding.decode(
            Self.self, from: JSON5Reader.read(text, file: path), file: path, catalog: Catalog.bundled())
    }
}
