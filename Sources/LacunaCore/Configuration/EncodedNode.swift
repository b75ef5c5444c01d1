/// A tree that is being written.
final class EncodedNode {
    enum Content {
        case nothing
        case leaf(ConfigurationValue)
        case array([EncodedNode])
        case object([(key: String, node: EncodedNode)])
    }

    var content = Content.nothing
    private var indices: [String: Int] = [:]

    /// The tree; an empty object where nothing was written, as for a part without keys.
    var value: ConfigurationValue {
        switch content {
        case .nothing: .object([])
        case .leaf(let value): value
        case .array(let nodes): .array(nodes.map(\.value))
        case .object(let entries): .object(entries.map { ConfigurationEntry($0.key, $0.node.value) })
        }
    }

    func becomeObject() {
        if case .object = content { return }
        content = .object([])
    }

    func becomeArray() {
        if case .array = content { return }
        content = .array([])
    }

    /// The node of a key, made where there is none.
    func child(_ key: String) -> EncodedNode {
        guard case .object(var entries) = content else { return EncodedNode() }
        if let index = indices[key] { return entries[index].node }
        let node = EncodedNode()
        indices[key] = entries.count
        // Released first, so that the array grows in place.
        content = .nothing
        entries.append((key, node))
        content = .object(entries)
        return node
    }

    /// A further element.
    func append() -> EncodedNode {
        guard case .array(var nodes) = content else { return EncodedNode() }
        let node = EncodedNode()
        content = .nothing
        nodes.append(node)
        content = .array(nodes)
        return node
    }

    func sortKeys() {
        guard case .object(let entries) = content else { return }
        content = .object(entries.sorted { $0.key < $1.key })
        indices = [:]
    }
}
