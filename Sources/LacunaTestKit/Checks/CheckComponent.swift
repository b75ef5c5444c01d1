import LacunaCore

/// Checks what every part promises: a name in lowerCamelCase (with hyphens before further words, as methods are named after
/// papers), aliases that differ from it, a summary of one line,
/// references without gaps, a description for each key and none named `type`, defaults in range, numbers out of range refused,
/// and a configuration that can be written and reads back as it was.
///
/// - Parameters:
///   - type: The type of the part.
///   - catalog: Knows the parts that are named in its defaults.
public func checkComponent(_ type: any Component.Type, catalog: Catalog = Catalog()) -> ConformanceReport {
    func check<Part: Component>(_ part: Part.Type) -> ConformanceReport { checkPart(part, catalog) }
    return check(type)
}

private func checkPart<Part: Component>(_ type: Part.Type, _ catalog: Catalog) -> ConformanceReport {
    var report = ConformanceReport("part \(type)")
    func isName(_ text: String) -> Bool {
        text.first?.isLowercase == true
            && text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
                !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }
    report.require(isName(type.name), "its name \"\(type.name)\" is not in lowerCamelCase")
    for alias in type.aliases {
        report.require(isName(alias), "its alias \"\(alias)\" is not in lowerCamelCase")
        report.require(alias != type.name, "its alias \"\(alias)\" is its name")
    }
    report.require(Set(type.aliases).count == type.aliases.count, "an alias comes twice")
    report.require(
        !type.summary.isEmpty && !type.summary.contains { $0.isNewline } && type.summary.count <= 120,
        "its summary is not one line of at most 120 characters")
    for reference in type.references {
        let texts = [reference.title, reference.venue] + reference.authors
        report.require(
            !reference.authors.isEmpty && texts.allSatisfy { !$0.isEmpty } && reference.identifier != "",
            "a reference has an empty text: \(reference.text)")
        report.require((1600...2200).contains(reference.year), "a reference is of the year \(reference.year)")
    }
    let defaults = type.init()
    report.requireDescribedKeys(of: type, catalog)
    report.attempt { report in
        let written: ConfigurationValue
        do {
            written = try ConfigurationDecoding.effective(defaults, catalog: catalog)
        } catch {
            throw CheckFailure("its defaults cannot be written, so that no configuration can name it: \(error)")
        }
        guard written.entries != nil else {
            throw CheckFailure(
                "its configuration is \(written.rendered(pretty: false)), not an object of its keys, so that none can name it"
            )
        }
        report.require(
            written["type"] == nil,
            "it has a key \"type\", which names the part itself, so that no configuration can name it; rename the key")
        let read = try ConfigurationDecoding.decode(type, from: written, file: nil, catalog: catalog)
        let again = try ConfigurationDecoding.effective(read, catalog: catalog)
        report.require(
            again == written,
            "its configuration does not read back as it was written: \(written.rendered(pretty: false))")
    }
    return report
}
