import Foundation
import Lacuna
import LacunaCommand
import LacunaCore
import Testing

@Suite struct ConfigurationReferenceTests {
    private static func page(_ catalog: Catalog) -> String {
        let output = CapturedOutput()
        let console = Console(output: output.sink(), messages: CapturedOutput().sink())
        #expect(LacunaCommand.run(arguments: ["config", "reference"], console: console, catalog: catalog) == 0)
        return output.text
    }

    @Test func theCheckedInPageIsCurrent() throws {
        let path = "Sources/Lacuna/Lacuna.docc/ConfigurationReference.md"
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let present = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        #expect(
            present == Self.page(try Catalog.bundled()),
            "\(path) is not current; write it anew: swift run lacuna config reference > \(path)")
    }

    @Test func everyKeyAndEveryPartHasItsPlace() throws {
        let catalog = try Catalog.bundled()
        let page = Self.page(catalog)
        let lines = Set(page.split(separator: "\n").map(String.init))
        for family in catalog.families {
            #expect(lines.contains("## \(family.title)"))
            for component in catalog.components(in: family) {
                #expect(lines.contains("### \(component.name)"))
                for key in component.keys { #expect(page.contains("| `\(key.name)` | `")) }
            }
        }
        #expect(lines.contains("The family `schedule`, named at `training.schedule`."))
        for heading in ["### data", "### model", "### model.observation", "### training", "### training.linearStart"] {
            #expect(lines.contains(heading))
        }
        #expect(
            lines.contains("| `learningRate` | `0.001` | a number greater than 0 | step size |")
                && lines.contains("| `data` |   | an object with keys of its own | how the table is read |"))
    }

    /// As many cells in every row of a table, so that no text ends a cell.
    @Test func tablesHaveFourColumns() throws {
        for line in Self.page(try Catalog.bundled()).split(separator: "\n") where line.hasPrefix("|") {
            let bars = line.replacingOccurrences(of: "\\|", with: "").filter { $0 == "|" }
            #expect(bars.count == 5, "\(line)")
        }
    }
}
