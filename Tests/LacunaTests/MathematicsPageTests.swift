import Foundation
import Lacuna
import Testing

/// The page Mathematics.md has an entry for every part whose formula matters, by its name and with its sources, and for
/// nothing else.
@Suite struct MathematicsPageTests {
    @Test func everyPartHasItsEntryAndItsSources() throws {
        let problems = try MathematicsPage(Self.text()).problems(Catalog.bundled())
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    /// What is wrong with a page does not escape the test above.
    @Test(arguments: [
        Fault("### evidenceLowerBound", "### loweredBound", "Bounds: evidenceLowerBound has no entry"),
        Fault("### evidenceLowerBound", "### loweredBound", "Bounds: loweredBound is no registered part"),
        Fault("### auto", "### pseudoGibbs", "Samplers: pseudoGibbs has 2 entries"),
        Fault("### standardNormal", "```\n### standardNormal", "Priors: standardNormal has no entry"),
        Fault("## Priors", "## The priors", "the page has no section Priors"),
        Fault("## Priors", "## The priors", "The priors: vampPrior is an entry of no family"),
        Fault("Tomczak and Welling 2018", "Tomczak 2018", "vampPrior does not cite Tomczak and Welling 2018"),
        Fault("(2018). VAE", "(2017). VAE", "a source is not listed: Jakub M. Tomczak and Max Welling (2018). VAE"),
        Fault("(2018). VAE", "(2017). VAE", "listed, but not cited: Tomczak and Welling 2017"),
    ])
    func aFaultOfThePageIsNoticed(_ fault: Fault) throws {
        let text = try Self.text()
        try #require(text.contains(fault.old))
        let problems = try MathematicsPage(text.replacingOccurrences(of: fault.old, with: fault.new)).problems(
            Catalog.bundled())
        #expect(problems.contains { $0.hasPrefix(fault.problem) }, "\(problems)")
    }

    /// A text of the page, another one in its place, and how the sentence begins that tells of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let old: String, new: String, problem: String

        init(_ old: String, _ new: String, _ problem: String) {
            self.old = old
            self.new = new
            self.problem = problem
        }

        var testDescription: String { problem }
    }

    private static func text() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = root.appendingPathComponent("Sources/Lacuna/Lacuna.docc/Mathematics.md")
        return try String(contentsOf: page, encoding: .utf8)
    }
}

/// The page in pieces.
private struct MathematicsPage {
    /// The sections by their headings, each with the entries in it.
    private var sections: [(title: String, entries: [(name: String, text: String)])] = []
    /// The publications that are listed, each on a line of its own.
    private var listed: [String] = []
    /// Everything but the list of publications, with single spaces.
    private var prose = ""

    /// Families of which every part has an entry; of others a section is held to all its parts where there is one.
    private static let families = [
        AnyComponentFamily(Bounds.self), AnyComponentFamily(Samplers.self), AnyComponentFamily(GradientEstimators.self),
        AnyComponentFamily(VariationalFamilies.self), AnyComponentFamily(Priors.self),
        AnyComponentFamily(ObservationModels.self), AnyComponentFamily(MissingnessModels.self),
    ]

    init(_ text: String) {
        var isCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            if !isCode, line.hasPrefix("## ") {
                sections.append((title: String(line.dropFirst(3)), entries: []))
            } else if !isCode, line.hasPrefix("### "), !sections.isEmpty {
                sections[sections.count - 1].entries.append((name: String(line.dropFirst(4)), text: ""))
            } else if sections.last?.title == "References" {
                if line.hasPrefix("- ") { listed.append(String(line.dropFirst(2))) }
            } else {
                prose += "\(line) "
                if let section = sections.indices.last, let entry = sections[section].entries.indices.last {
                    sections[section].entries[entry].text += "\(line) "
                }
            }
        }
    }

    /// What a catalog has that the page lacks, and the other way round.
    func problems(_ catalog: Catalog) -> [String] {
        let titles = sections.map(\.title)
        var problems = Self.families.filter { !titles.contains($0.title) }.map { "the page has no section \($0.title)" }
        for section in sections {
            guard let family = catalog.families.first(where: { $0.title == section.title }) else {
                problems += section.entries.map { "\(section.title): \($0.name) is an entry of no family" }
                continue
            }
            let parts = catalog.components(in: family)
            for part in parts {
                let entries = section.entries.filter { $0.name == part.name }
                if entries.isEmpty { problems.append("\(family.title): \(part.name) has no entry") }
                if entries.count > 1 { problems.append("\(family.title): \(part.name) has \(entries.count) entries") }
                guard let entry = entries.first else { continue }
                problems += sourceProblems(of: part, entry.text)
            }
            for entry in section.entries where !parts.contains(where: { $0.name == entry.name }) {
                problems.append("\(family.title): \(entry.name) is no registered part")
            }
        }
        return problems + listProblems()
    }

    /// Sources of a part that its entry does not cite, or that are not listed in full.
    private func sourceProblems(of part: ComponentDescriptor, _ text: String) -> [String] {
        part.references.flatMap { reference -> [String] in
            let citation = Self.citation(reference.authors, "\(reference.year)")
            return (Self.spaced(text).contains(citation) ? [] : ["\(part.name) does not cite \(citation)"])
                + (listed.contains(reference.text) ? [] : ["a source is not listed: \(reference.text)"])
        }
    }

    /// Publications that are listed and cited nowhere.
    private func listProblems() -> [String] {
        let prose = Self.spaced(prose)
        return listed.compactMap { line -> String? in
            guard let names = line.range(of: " ("), let year = line.range(of: "). ") else {
                return "no publication: \(line)"
            }
            let authors = line[..<names.lowerBound].replacingOccurrences(of: " and ", with: ", ")
            let citation = Self.citation(
                authors.components(separatedBy: ", "), String(line[names.upperBound..<year.lowerBound]))
            return prose.contains(citation) ? nil : "listed, but not cited: \(citation)"
        }
    }

    /// A publication as texts cite it: `Rubin 1976`, `Mattei and Frellsen 2019`, `Burda et al. 2016`.
    private static func citation(_ authors: [String], _ year: String) -> String {
        let surnames = authors.map { String($0.split(separator: " ").last ?? "") }
        let names =
            surnames.count < 3 ? surnames.joined(separator: " and ") : "\(surnames.first ?? "") et al."
        return "\(names) \(year)"
    }

    /// With single spaces in place of line ends.
    private static func spaced(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }
}
