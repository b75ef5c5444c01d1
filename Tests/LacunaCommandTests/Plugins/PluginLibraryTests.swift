import Foundation
import Lacuna
import LacunaCommand
import LacunaCore
import Testing

/// Libraries that the program loads, and those that it refuses with a sentence.
@Suite struct PluginLibraryTests {
    private let workshop: PluginWorkshop

    init() throws { workshop = try PluginWorkshop.shared.get() }

    private static let training = CommandSandbox.training + " --set imputation.sampler.sampleCount=50 --quiet"

    @Test func partsOfALibraryImputeByName() throws {
        expect(workshop.building, status: 0)
        let part = "--set model.observation.continuous=logistic --set training.schedule=halved \(Self.training)"
        let after = try workshop.run("impute @data.csv --plugin @Probe/libProbe.so --output @after.csv \(part)")
        expect(after, status: 0)
        let rows = ExampleTable.lines(String(decoding: try bytes("after.csv"), as: UTF8.self))
        #expect(rows.count == ExampleTable.rows().count + 1)
        #expect(rows.allSatisfy { !$0.split(separator: ",", omittingEmptySubsequences: false).contains("") })
        // The option before the command, and the library twice under two names.
        let before = try workshop.run(
            "--plugin @Probe/libProbe.so --plugin @Probe/../Probe/libProbe.so impute @data.csv --output @before.csv \(part)"
        )
        expect(before, status: 0)
        #expect(try bytes("before.csv") == bytes("after.csv"))
        // Named by the configuration, relative to its folder, and by the option as well.
        try PluginWorkshop.write(
            """
            { plugins: ["../Probe/libProbe.so"], training: { schedule: "halved" },
              model: { observation: { continuous: "logistic" } } }
            """, to: "settings/survey.json5")
        let listed = "impute @data.csv --config @settings/survey.json5 \(Self.training)"
        expect(try workshop.run("\(listed) --output @listed.csv"), status: 0)
        #expect(try bytes("listed.csv") == bytes("after.csv"))
        expect(try workshop.run("\(listed) --output @both.csv --plugin @Probe/libProbe.so"), status: 0)
        #expect(try bytes("both.csv") == bytes("after.csv"))
        // Other commands that read configurations.
        for line in ["config check", "config show", "cite"] {
            let outcome = try workshop.run("\(line) @settings/survey.json5")
            expect(outcome, status: 0)
            if line == "config show" { #expect(outcome.output.contains("\"../Probe/libProbe.so\"")) }
        }
        let evaluated =
            "evaluate @data.csv --config @settings/survey.json5 --mask mcar:0.2 --repeats 1 --methods miwae,mvae"
        expect(try workshop.run("\(evaluated) \(Self.training)"), status: 0)
        let components = try workshop.run("components observationModel logistic --plugin @Probe/libProbe.so")
        #expect(components.status == 0 && components.output.contains("logistic columns"))
    }

    private func bytes(_ name: String) throws -> [UInt8] { try FileContents.read(path: PluginWorkshop.path(name)) }

    @Test func modelFilesLoadNoLibraries() throws {
        try PluginWorkshop.write(
            """
            { plugins: ["../Probe/libProbe.so"], data: { path: "../data.csv" }, model: { observation: { continuous: "logistic" } } }
            """, to: "model/train.json5")
        expect(
            try workshop.run(
                "train @model/train.json5 \(CommandSandbox.training) --quiet --output @model/m.safetensors"),
            status: 0)
        let line = "impute @data.csv --model @model/m.safetensors --output @model/out.csv --quiet"
        expect(
            try workshop.run(line), status: 2, says: "no observation model is named \"logistic\"",
            "m.safetensors was fitted with parts of libProbe.so; say where to find it: --plugin libProbe.so, or in code "
                + "Catalog.adding(pluginLibraries:)")
        expect(try workshop.run(line + " --plugin @Probe/libProbe.so"), status: 0)
    }

    /// A library that was loaded and not used is not asked for, nor is one where no part is missing.
    @Test func modelFilesNameTheLibrariesOfTheirParts() throws {
        try PluginWorkshop.write("{ data: { path: \"../data.csv\" } }", to: "unused/train.json5")
        let train = "train @unused/train.json5 \(CommandSandbox.training) --quiet --plugin @Probe/libProbe.so"
        expect(try workshop.run("\(train) --output @unused/none.safetensors"), status: 0)
        expect(
            try workshop.run("\(train) --output @unused/one.safetensors --set training.schedule=halved"), status: 0)
        let impute = "impute @data.csv --output @unused/out.csv --quiet --model"
        expect(try workshop.run("\(impute) @unused/none.safetensors"), status: 0)
        for line in ["none.safetensors --set imputation.sampler=nosuch", "one.safetensors --set nosuch=1"] {
            let outcome = try workshop.run(
                "\(impute) @unused/\(line)" + (line.hasPrefix("one") ? " --plugin @Probe/libProbe.so" : ""))
            expect(outcome, status: 2, says: "nosuch")
            #expect(!outcome.messages.contains("fitted with"), "\(outcome.messages)")
        }
        let outcome = try workshop.run("\(impute) @unused/one.safetensors")
        expect(outcome, status: 2, says: "fitted with parts of libProbe.so")
    }

    /// Interrupted where the configuration lists the library, gone on with where the option names it: the same fit.
    @Test func trainingGoesOnWithTheSameParts() throws {
        let keys =
            "data: { path: \"../data.csv\" }, training: { schedule: \"halved\", steps: 40, closingSteps: 0 }, "
            + "model: { observation: { continuous: \"logistic\" }, decoder: { hidden: [8] }, encoder: { hidden: [8] } }"
        let listing = try PluginWorkshop.write(
            "{ plugins: [\"\(PluginWorkshop.probe)\"], \(keys) }", to: "resume/a.json5")
        try PluginWorkshop.write("{ \(keys) }", to: "resume/b.json5")
        let model = PluginWorkshop.path("resume/m.safetensors")
        let interruption = Interruption()
        let text = CapturedOutput()
        let captured = text.sink()
        let messages = OutputSink(isTerminal: true, width: { 200 }) { (bytes) throws(LacunaError) in
            try captured.write(bytes)
            if String(decoding: bytes, as: UTF8.self).contains("step ") { interruption.request() }
        }
        let status = LacunaCommand.run(
            arguments: ["train", listing, "--output", model],
            console: Console(output: CapturedOutput().sink(), messages: messages), interruption: interruption,
            catalog: try Catalog.bundled())
        try #require(status == 130, "\(text.text)")
        let resumed = try workshop.run(
            "train @resume/b.json5 --resume --output @resume/m.safetensors --plugin @Probe/libProbe.so")
        expect(resumed, status: 0, says: "training goes on from step 1\n")
        #expect(!resumed.messages.contains("was made with another"), "\(resumed.messages)")
    }

    /// A library that was built anew may compute something else under the same names: that is said.
    @Test func trainingGoesOnWithAWordOnAnotherLibrary() throws {
        let text = """
            { model: { decoder: { hidden: [8] }, encoder: { hidden: [8] } },
              training: { schedule: "halved", steps: 40, closingSteps: 0 } }
            """
        try PluginWorkshop.write(text, to: "rebuilt/c.json5")
        let catalog = try Catalog.bundled().adding(pluginLibraries: [PluginWorkshop.probe])
        let blueprint = try Blueprint(Configuration.read(text: text, catalog: catalog), catalog: catalog)
        let table = try Table.read(path: PluginWorkshop.path("data.csv"))
        let schema = try Schema.infer(from: table).schema
        let checkpoint = PluginWorkshop.path("rebuilt/checkpoint")
        var context = ImputerContext(blueprint: blueprint, threadCount: 1)
        let reached = Interruption()
        context.shouldStop = { (try? reached.check()) == nil }
        context.reportTraining = { _ in reached.request() }
        context.saveCheckpoint = {
            try CheckpointFile.write($0, blueprint: blueprint, schema: schema, path: checkpoint)
        }
        #expect(throws: LacunaError.self) { _ = try FittedTable.fit(table, schema: schema, context: context) }
        let same = try CheckpointFile.read(path: checkpoint, blueprint: blueprint, schema: schema)
        #expect(same.changedLibraries == [] && same.caution == nil)
        // The same library with another byte at its end.
        let other = PluginWorkshop.path("rebuilt/libProbe.so")
        try Data(try FileContents.read(path: PluginWorkshop.probe) + [0]).write(to: URL(filePath: other))
        let rebuilt = try Catalog.bundled().adding(pluginLibraries: [other])
        let later = try Blueprint(Configuration.read(text: text, catalog: rebuilt), catalog: rebuilt)
        let changed = try CheckpointFile.read(path: checkpoint, blueprint: later, schema: schema)
        #expect(changed.changedLibraries == ["libProbe.so"])
        #expect(
            changed.caution?.hasPrefix("\(checkpoint) was made with another libProbe.so than this run has: where")
                == true,
            "\(changed.caution ?? "")")
    }

    /// An error of the library is the program's own kind of error: the kind decides the exit status.
    @Test func errorsOfALibraryAreErrorsOfTheProgram() throws {
        let outcome = try workshop.run(
            "mask @data.csv --mask refusing --plugin @Probe/libProbe.so --output @masked.csv",
            environment: ["PROBE": "refusing"])
        expect(outcome, status: 2)
        #expect(outcome.messages == "lacuna: the probe refuses this table\n")
    }

    @Test(arguments: [
        ("nosuch.so", "there is no such file; check the path, or make it with lacuna plugin build"),
        ("Probe", "it is a folder; make a library of it with lacuna plugin build"),
        ("text.so", "it is not a shared library"),
        ("libLacking.so", "it needs LacunaCore.PluginRegistration.remove() -> () ($s10LacunaCore"),
        ("libCopying.so", "carries a copy of Lacuna of its own"),
    ])
    func filesThatAreNoPluginsAreRefused(_ name: String, _ sentence: String) throws {
        let outcome = try workshop.run("components --plugin @\(name)")
        expect(outcome, status: 2, says: sentence, PluginWorkshop.path(name))
        #expect(outcome.output.isEmpty)
        #expect(outcome.messages.split(separator: "\n").count == 1)
    }

    #if os(Linux)
        @Test func librariesOfOthersAreRefused() throws {
            let maps = String(decoding: try FileContents.read(path: "/proc/self/maps"), as: UTF8.self)
            let library = try #require(
                maps.split(whereSeparator: \.isWhitespace).first { $0.hasSuffix("/libswiftCore.so") })
            expect(
                try workshop.run("components --plugin \(library)"), status: 2,
                says: "is a shared library, but no plug-in of Lacuna: it has no function lacuna_plugin_handshake")
        }
    #endif

    @Test func librariesOfAnotherBuildAreRefused() throws {
        let own = PluginHandshake.current
        let core = try #require(PluginProgram.modules.flatMap { PluginModule(named: "LacunaCore", in: $0) })
        let good = [
            "HANDSHAKE0": own.abi, "HANDSHAKE1": own.version, "HANDSHAKE2": own.compiler,
            "HANDSHAKE3": PluginModule.list([core]),
        ]
        let cases = [
            ("HANDSHAKE0", "99", "was built for the plug-in ABI number 99, but this program has \(own.abi)"),
            ("HANDSHAKE1", "0.0.9", "was built for Lacuna 0.0.9, but this program is \(own.version)"),
            ("HANDSHAKE2", "Clang 1", "was built by the compiler Clang 1, but this program by \(own.compiler)"),
            ("HANDSHAKE3", "LacunaCore=0 Else=1", "was built against another build of Lacuna (LacunaCore differs)"),
        ]
        for (key, value, sentence) in cases {
            let changed = good.merging([key: value]) { $1 }
            expect(
                try workshop.run("components --plugin @libDoctored.so", environment: changed), status: 2,
                says: sentence,
                "build it again with this program: lacuna plugin build")
        }
        expect(try workshop.run("components --plugin @libDoctored.so", environment: good), status: 0)
    }

    #if os(Linux)
        /// Away from its module files a program knows its own build alone.
        @Test func aProgramThatWasMovedTakesItsOwnBuildAlone() throws {
            let moved = PluginWorkshop.path("moved/lacuna")
            try FileManager.default.createDirectory(
                atPath: PluginWorkshop.path("moved"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: workshop.program, toPath: moved)
            expect(try workshop.run("components --plugin @Probe/libProbe.so", by: moved), status: 0)
            let own = PluginHandshake.current
            let identifier = try #require(PluginProgram.buildIdentifier(of: moved))
            // Module files that nobody has any more, and no identifier of a build, as libraries had none once.
            var handshake = [
                "HANDSHAKE0": own.abi, "HANDSHAKE1": own.version, "HANDSHAKE2": own.compiler,
                "HANDSHAKE3": "LacunaCore=00000000",
            ]
            expect(
                try workshop.run("components --plugin @libDoctored.so", environment: handshake, by: moved), status: 2,
                says: "does not say which build of Lacuna it belongs to", "build it again with this program")
            handshake["HANDSHAKE4"] = "0af1"
            expect(
                try workshop.run("components --plugin @libDoctored.so", environment: handshake, by: moved), status: 2,
                says: "the program with the build identifier 0af1, and this one has \(identifier)")
            handshake["HANDSHAKE4"] = identifier
            expect(
                try workshop.run("components --plugin @libDoctored.so", environment: handshake, by: moved), status: 0)
        }

        @Test func librariesThatAreCutOffAreRefused() throws {
            let whole = try FileContents.read(path: PluginWorkshop.probe)
            for count in [10, 100, 1000, 5000, 20000, 30000] where count < whole.count {
                try Data(whole.prefix(count)).write(to: URL(filePath: PluginWorkshop.path("libCut.so")))
                expect(
                    try workshop.run("components --plugin @libCut.so"), status: 2,
                    says: "it is cut off: it has \(count) bytes and needs at least")
            }
        }
    #endif

    @Test func copiesOfALibraryAreToldApart() throws {
        let copy = PluginWorkshop.path("libCopy.so")
        try Data(try FileContents.read(path: PluginWorkshop.probe)).write(to: URL(filePath: copy))
        expect(
            try workshop.run("components --plugin @Probe/libProbe.so --plugin @libCopy.so"), status: 2,
            says:
                "\(copy): plug-in Probe: Probe.LogisticObservation cannot be registered: Probe.LogisticObservation already "
                + "is the observation model named \"logistic\", which the library \(PluginWorkshop.probe) registered; load "
                + "only one of the two")
    }

    /// What a library says of itself is in the library, and not the program's.
    @Test func aLibraryCarriesWhatItWasBuiltWith() throws {
        var bytes = try FileContents.read(path: PluginWorkshop.probe)
        #expect(bytes.firstRange(of: Array(PluginHandshake.current.compiler.utf8)) != nil)
        let version = Array(PluginHandshake.current.version.utf8)
        let other = Array("9.9.9".utf8)
        try #require(version.count == other.count)
        while let place = bytes.firstRange(of: version) { bytes.replaceSubrange(place, with: other) }
        try Data(bytes).write(to: URL(filePath: PluginWorkshop.path("libOlder.so")))
        expect(
            try workshop.run("components --plugin @libOlder.so"), status: 2,
            says: "was built for Lacuna 9.9.9, but this")
    }

    @Test(arguments: [
        ("taken", ["TakenSchedule cannot be registered: CosineSchedule already is the schedule named \"Cosine\""]),
        ("throwing", ["plug-in Probe: the first thing is missing", "plug-in Probe: the second thing is missing"]),
        ("foreign", ["its plug-in cannot be registered: unexpected"]),
    ])
    func librariesThatCannotRegisterAreRefused(_ probe: String, _ sentences: [String]) throws {
        let outcome = try workshop.run("components --plugin @Probe/libProbe.so", environment: ["PROBE": probe])
        expect(outcome, status: 2)
        for sentence in sentences {
            #expect(outcome.messages.contains("\(PluginWorkshop.probe): "), "\(outcome.messages)")
            #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
        }
    }
}
