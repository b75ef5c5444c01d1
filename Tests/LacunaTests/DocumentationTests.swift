import Foundation
import Lacuna
import Testing

/// The pages of the documentation agree with what there is: catalogs, guides, parts, configurations.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The landing page of a family.
    private static func page(of plugin: any Plugin.Type) throws -> String {
        try text("Plugins/\(plugin.name)/Lacuna\(plugin.name).docc/Lacuna\(plugin.name).md")
    }

    @Test func everyGuideIsOnTheFrontPageOnce() throws {
        let front = try Self.text("Sources/Lacuna/Lacuna.docc/Lacuna.md")
        let guides = try Self.names(in: "Sources/Lacuna/Lacuna.docc").filter {
            $0.hasSuffix(".md") && $0 != "Lacuna.md"
        }
        .map { String($0.dropLast(3)) }
        #expect(!guides.isEmpty)
        for guide in guides {
            let links = front.components(separatedBy: "- <doc:\(guide)>").count - 1
            #expect(links == 1, "Sources/Lacuna/Lacuna.docc/Lacuna.md links to \(guide) \(links) times, not once")
        }
    }

    /// A title and a sentence, which lists of pages show.
    @Test func everyPageHasATitleAndAnAbstract() throws {
        for page in try Self.pages() {
            let lines = try Self.text(page).components(separatedBy: "\n")
            #expect(
                lines.count > 2 && lines[0].hasPrefix("# ") && lines[1].isEmpty,
                "\(page) does not begin with # and a title")
            #expect(
                lines.count > 2 && lines[2].first?.isLetter == true,
                "the third line of \(page) is no sentence that says what it is about")
        }
    }

    @Test func everyLibraryHasALandingPage() throws {
        // Targets of C have none, and neither have programs.
        let programs: Set = ["CAllocationCounter", "CLacunaKernels", "lacuna", "lacuna-benchmark"]
        for target in try Self.names(in: "Sources") where !programs.contains(target) {
            #expect(
                try Self.text("Sources/\(target)/\(target).docc/\(target).md").hasPrefix("# ``\(target)``\n"),
                "Sources/\(target)/\(target).docc/\(target).md is not the page of \(target)")
        }
    }

    @Test func everyPartIsOnThePageOfItsFamily() throws {
        for plugin in AllPlugins.list {
            let page = try Self.page(of: plugin)
            var catalog = Catalog()
            try catalog.add(plugin)
            var rows: Set<String> = []
            for family in catalog.families {
                for part in catalog.components(in: family) {
                    let row = "| `\(part.name)` | ``\(part.type)`` |"
                    rows.insert(row)
                    #expect(page.contains("\n\(row)"), "the page of \(plugin.name) has no row \(row)")
                    #expect(
                        page.contains("\n- ``\(part.type)``\n"),
                        "the page of \(plugin.name) lists \(part.type) in no topic")
                }
            }
            for line in page.components(separatedBy: "\n") where line.hasPrefix("| `") {
                #expect(
                    rows.contains { line.hasPrefix($0) }, "the page of \(plugin.name) has a row of no part: \(line)")
            }
        }
    }

    /// Configurations on the pages of families can be read, and say nothing unknown.
    @Test func configurationsOnPagesOfFamiliesAreSound() throws {
        let catalog = try Catalog.bundled()
        var count = 0
        for plugin in AllPlugins.list {
            for block in try Self.page(of: plugin).components(separatedBy: "```json5\n").dropFirst() {
                let text = block.components(separatedBy: "```")[0]
                _ = try Configuration.read(text: text, file: "the page of \(plugin.name)", catalog: catalog)
                count += 1
            }
        }
        #expect(count > 10)
    }

    /// The modules that a page says its target imports are those that the files of the target import.
    @Test func importsOnPagesAreThoseOfTheFiles() throws {
        let families = try Self.names(in: "Plugins").map { ("Plugins/\($0)", "Lacuna\($0)") }
        let others = ["LacunaCore", "LacunaTestKit", "LacunaCommand"].map { ("Sources/\($0)", $0) }
        let known: Set = [
            "Dispatch", "Foundation", "Lacuna", "LacunaCore", "LacunaTensors", "LacunaTestKit", "Synchronization",
        ]
        for (folder, module) in families + others {
            let page = try Self.text("\(folder)/\(module).docc/\(module).md").split(separator: "\n")
            let sentence = page.joined(separator: " ").components(separatedBy: " imports `").dropFirst().first ?? ""
            let words = sentence.prefix { $0 != "." && $0 != ";" }.split { !$0.isLetter }.map(String.init)
            let files = FileManager.default.enumerator(atPath: Self.root.appendingPathComponent(folder).path)
            var imported: Set<String> = []
            while let file = files?.nextObject() as? String {
                guard file.hasSuffix(".swift") else { continue }
                for line in try Self.text("\(folder)/\(file)").split(separator: "\n") {
                    guard line.hasPrefix("import ") || line.hasPrefix("@_exported import ") else { continue }
                    if let name = line.split(separator: " ").last { imported.insert(String(name)) }
                }
            }
            #expect(Set(words).intersection(known) == imported, "\(module) imports \(imported.sorted())")
        }
    }

    /// All pages, by their paths in the package.
    private static func pages() throws -> [String] {
        var pages: [String] = []
        for (folder, prefix) in [("Sources", ""), ("Plugins", "Lacuna")] {
            for target in try names(in: folder) {
                let catalog = "\(folder)/\(target)/\(prefix)\(target).docc"
                guard FileManager.default.fileExists(atPath: root.appendingPathComponent(catalog).path) else {
                    continue
                }
                pages += try names(in: catalog).filter { $0.hasSuffix(".md") }.map { "\(catalog)/\($0)" }
            }
        }
        return pages
    }
}
