/// Checksums that a file of the program's own carries in its metadata.
extension SafetensorsFile {
    private static let dataChecksumKey = "checksum"
    private static let metadataChecksumKey = "metadataChecksum"

    /// Adds the checksums of the data and of the metadata; nothing may be changed after.
    mutating func seal() {
        metadata[Self.dataChecksumKey] = dataChecksum
        metadata[Self.metadataChecksumKey] = metadataChecksum
    }

    /// Whether the data are those that were sealed.
    var hasSoundData: Bool { metadata[Self.dataChecksumKey] == dataChecksum }

    /// Whether the metadata are those that were sealed.
    var hasSoundMetadata: Bool { metadata[Self.metadataChecksumKey] == metadataChecksum }

    /// The checksum of the metadata's texts with their keys, the checksums apart: a damaged scale of a column is noticed
    /// as a damaged parameter is.
    private var metadataChecksum: String {
        let pairs = metadata.filter { ![Self.dataChecksumKey, Self.metadataChecksumKey].contains($0.key) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return Self.checksum(Array(pairs.map { "\($0.key)=\($0.value)\n" }.joined().utf8))
    }
}
