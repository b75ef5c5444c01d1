import Foundation
import Lacuna
import Testing

/// The lists of parts agree: files, registrations, tests, and the table in README.md.
@Suite struct ListOfPartsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The names of the files of a folder of the package that end in some way, without the ending.
    private static func files(_ folder: String, ending: String) throws -> Set<String> {
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return Set(names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) })
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Files of a family that declare a part: they say what configurations call it.
    private static func declaredParts(_ family: String) throws -> Set<String> {
        try files("Plugins/\(family)", ending: ".swift").filter { file in
            guard !file.hasSuffix("Plugin") else { return false }
            return try text("Plugins/\(family)/\(file).swift").contains("static let name = \"")
        }
    }

    private static func registeredParts(_ plugin: any Plugin.Type) throws -> Set<String> {
        var catalog = Catalog()
        try catalog.add(plugin)
        return Set(catalog.families.flatMap { catalog.components(in: $0) }.map { "\($0.type)" })
    }

    @Test func everyFolderOfPluginsIsInTheList() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Plugins").path
        ).filter { !$0.hasPrefix(".") }
        #expect(Set(folders) == Set(AllPlugins.list.map { $0.name }))
    }

    @Test func filesRegistrationsAndTestsAgree() throws {
        for plugin in AllPlugins.list {
            let declared = try Self.declaredParts(plugin.name)
            let registered = try Self.registeredParts(plugin)
            #expect(!declared.isEmpty, "no file of Plugins/\(plugin.name) declares a part")
            for part in declared.subtracting(registered) {
                Issue.record("Plugins/\(plugin.name)/\(part).swift is not registered in \(plugin)")
            }
            for part in registered.subtracting(declared) {
                Issue.record("\(plugin) registers \(part), which has no file of its own in Plugins/\(plugin.name)")
            }
            for part in registered.subtracting(try Self.files("Tests/\(plugin.name)Tests", ending: "Tests.swift")) {
                Issue.record("\(part) has no test file Tests/\(plugin.name)Tests/\(part)Tests.swift")
            }
        }
    }

    @Test func theTableOfTheReadmeListsEveryPart() throws {
        // Rows such as: | `columnMean` | method, imputer | the mean of each column |
        var listed: Set<String> = []
        for line in try Self.text("README.md").split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count > 1 else { continue }
            for family in cells[1].split(separator: ",") {
                listed.insert("\(cells[0]) \(family.trimmingCharacters(in: .whitespaces))")
            }
        }
        let catalog = try Catalog.bundled()
        let registered = Set(
            catalog.families.flatMap { family in
                catalog.components(in: family).map { "`\($0.name)` \(Self.words(family.name))" }
            })
        #expect(registered.subtracting(listed).isEmpty, "missing in the table of README.md")
        #expect(listed.subtracting(registered).isEmpty, "in the table of README.md, but not registered")
    }

    /// `variationalFamily` as `variational family`.
    private static func words(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : "\($1)" }
    }
}
