import Foundation
import Lacuna
import Synchronization
import Testing

/// What guides show works: Swift compiles, command lines are understood, configurations can be read.
@Suite struct GuidesTests {
    /// A compiler for each of two guides at a time; each takes one to three seconds.
    @Test func everySwiftBlockCompiles() throws {
        let guides = try Guide.all().filter { !$0.blocks("swift").isEmpty }
        try #require(!guides.isEmpty)
        let compiler = try SwiftCompiler()
        let next = Mutex(0), problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            while true {
                let index = next.withLock { number in
                    defer { number += 1 }
                    return number
                }
                guard index < guides.count else { return }
                do {
                    let found = try GuideCompilation(guides[index]).problems(compiler)
                    if !found.isEmpty { problems.withLock { $0.append(found) } }
                } catch {
                    problems.withLock { $0.append("\(guides[index].path): \(error)") }
                }
            }
        }
        for problem in problems.withLock({ $0 }) { Issue.record("\(problem)") }
    }

    @Test func everyCommandLineAndConfigurationIsUnderstood() throws {
        let catalog = try GuidePartsTests.catalog()
        for guide in try Guide.all() {
            for problem in guide.problems + GuideCommands(guide: guide, catalog: catalog).problems() {
                Issue.record("\(problem)")
            }
        }
    }

    // MARK: These checks find what is wrong

    @Test func aBrokenBlockIsFoundWithItsLine() throws {
        let guide = Guide(
            path: "Broken.md",
            text: """
                # Broken

                ```swift
                // Sources/Rain/Rain.swift
                public struct Rain { public init() {} }
                ```

                ```swift
                import Rain
                let rain = Rain()
                ```

                ```swift
                print(rain.depth)
                ```
                """)
        let found = try GuideCompilation(guide).problems(try SwiftCompiler())
        #expect(found.contains("Broken.md:14:"), "\(found)")
        #expect(found.contains("has no member 'depth'"), "\(found)")
    }

    @Test func brokenCommandsAndConfigurationsAreFoundWithTheirLines() throws {
        let guide = Guide(
            path: "Broken.md",
            text: """
                <!-- own parts: rain -->
                ```sh
                lacuna impute DATA.csv --outptu x.csv   # a slip
                lacuna impute DATA.csv --set model.observation.continuous=rain | cat > out
                lacuna impute DATA.csv \\
                  --set bound.sampleCuont=3
                swift run rain-lacuna frobnicate
                awk lacuna
                ```
                ```json5
                { model: { observation: { continuous: "rain" }, latentDimension: -1 } }
                ```
                ```sh
                """)
        let problems = GuideCommands(guide: guide, catalog: try GuidePartsTests.catalog()).problems()
        let places = [":3: ", ":5: ", ":7: ", ":11: "]
        #expect(problems.count == places.count, "\(problems)")
        for (problem, place) in zip(problems, places) { #expect(problem.contains("Broken.md\(place)"), "\(problem)") }
        #expect(guide.problems == ["Broken.md:13: the block that begins here is not closed"])
    }
}
