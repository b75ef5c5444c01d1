import Foundation
import LacunaCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct AtomicFileTests {
    @Test func replacesContentAndKeepsTheMode() throws {
        let folder = try TemporaryFolder()
        let old = try folder.file("old.csv", "before")
        #expect(chmod(old, 0o762) == 0)
        let value = try AtomicFile.replace(path: old) { (writer) throws(LacunaError) in
            try writer.write("after ")
            try writer.write(Array("é".utf8))
            return 7
        }
        #expect(value == 7)
        #expect(try folder.content("old.csv") == "after é")
        #expect(folder.names == ["old.csv"])
        var status = stat()
        #expect(stat(old, &status) == 0 && status.st_mode & 0o7777 == 0o762)
    }

    @Test func newFilesFollowTheUmask() throws {
        let folder = try TemporaryFolder()
        let new = try folder.file("new.csv")
        try AtomicFile.replace(path: new) { (writer) throws(LacunaError) in try writer.write("x") }
        let plain = try folder.file("plain.csv")
        close(open(plain, O_WRONLY | O_CREAT, 0o666))
        var made = stat()
        var expected = stat()
        #expect(stat(new, &made) == 0 && stat(plain, &expected) == 0)
        #expect(made.st_mode == expected.st_mode)
    }

    @Test func writesOfAllSizesArriveInOrder() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("large")
        var expected: [UInt8] = []
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
            for (index, size) in [1, 65_535, 1, 65_536, 70_000, 0, 3, 200_000, 40_000, 40_000].enumerated() {
                let part = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }
                expected += part
                if index % 2 == 0 { try writer.write(part) }
                if index % 2 == 1 {
                    var failure: LacunaError?
                    part.withUnsafeBytes { bytes in
                        do throws(LacunaError) { try writer.write(bytes) } catch { failure = error }
                    }
                    if let failure { throw failure }
                }
            }
        }
        #expect(try FileContents.read(path: path) == expected)
    }

    @Test func aThrowingBodyLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let old = try folder.file("old.csv", "before")
        let error = LacunaError(.work, "step 3 diverged")
        #expect(throws: error) {
            try AtomicFile.replace(path: old) { (writer) throws(LacunaError) in
                try writer.write([UInt8](repeating: 0, count: 100_000))
                throw error
            }
        }
        #expect(try folder.content("old.csv") == "before")
        #expect(folder.names == ["old.csv"])
    }

    @Test func symbolicLinksAreFollowedToTheirTarget() throws {
        let folder = try TemporaryFolder()
        let target = try folder.file("target", "before")
        let links = [("link", target), ("relative", "target"), ("dangling", "made"), ("chain", "dangling")]
        for (name, destination) in links {
            let link = try folder.file(name)
            #expect(symlink(destination, link) == 0)
            try AtomicFile.replace(path: link) { (writer) throws(LacunaError) in try writer.write(name) }
            #expect(try folder.content(name) == name)
        }
        #expect(try folder.content("target") == "relative")
        #expect(try folder.content("made") == "chain")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/dangling") == "made")
    }

    @Test func badDestinationsAreToldBeforeWork() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("file", "x")
        let loop = try folder.file("loop")
        #expect(symlink(loop, loop) == 0)
        let cases = [
            ("", "a path is empty; name a file"),
            ("a\0b", "the path \"a\\0b\" contains a zero byte; name a file without one"),
            (folder.path, "cannot write \(folder.path): it is a folder; name a file in it"),
            (
                folder.path + "/no/",
                "cannot write \(folder.path)/no/: it names a folder, and there is none; name a file"
            ),
            (
                folder.path + "/no/x.csv",
                "cannot write \(folder.path)/no/x.csv: there is no folder \(folder.path)/no; make it first"
            ),
            (
                file + "/x.csv",
                "cannot write \(file)/x.csv: Not a directory; a part of the path is a file, not a folder"
            ),
            (
                loop,
                "cannot write \(loop): Too many levels of symbolic links; its symbolic links lead in a circle"
            ),
        ]
        for (path, sentence) in cases {
            #expect(problems { try AtomicFile.checkWritable(path: path) } == [sentence])
            var worked = false
            let found = problems {
                try AtomicFile.replace(path: path) { (_) throws(LacunaError) in worked = true }
            }
            #expect(found == [sentence] && !worked)
        }
        for path in [file, folder.path + "/new", "/dev/null"] {
            #expect(problems { try AtomicFile.checkWritable(path: path) } == [])
        }
    }

    @Test(.disabled(if: geteuid() == 0, "root may write everywhere"))
    func foldersAndFilesWithoutPermissionAreToldBeforeWork() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("file", "x")
        #expect(chmod(file, 0o444) == 0)
        #expect(
            problems { try AtomicFile.checkWritable(path: file) } == [
                "cannot write \(file): the file is write-protected; change its permissions or name another file"
            ])
        #expect(chmod(folder.path, 0o555) == 0)
        defer { chmod(folder.path, 0o755) }
        #expect(
            problems { try AtomicFile.checkWritable(path: folder.path + "/new") } == [
                "cannot write \(folder.path)/new: no file can be made in the folder \(folder.path): Permission denied"
                    + "; change its permissions or choose another place"
            ])
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "needs a device that is always full"))
    func aFullDiskIsAFailureAtWork() throws {
        for size in [1, 70_000] {
            do {
                try AtomicFile.replace(path: "/dev/full") { (writer) throws(LacunaError) in
                    try writer.write([UInt8](repeating: 1, count: size))
                }
                Issue.record("\(size) bytes went into a full device")
            } catch {
                let sentence =
                    "cannot write /dev/full: No space left on device; free some space or choose another place"
                #expect(error == LacunaError(.work, sentence))
            }
        }
    }

    @Test func pipesAreWrittenDirectly() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        // Open for both, so that neither end waits for the other.
        let reader = open(path, O_RDWR)
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in try writer.write("through") }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(reader, &bytes, bytes.count)
        close(reader)
        #expect(String(decoding: bytes[..<max(0, count)], as: UTF8.self) == "through")
        #expect(folder.names == ["pipe"])
    }

    @Test func descriptorsAreContinuedWhereTheyStand() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("log")
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(write(descriptor, "one ", 4) == 4)
        for word in ["two ", "three"] {
            try AtomicFile.replace(path: "/dev/fd/\(descriptor)") { (writer) throws(LacunaError) in
                try writer.write(word)
            }
        }
        #expect(try folder.content("log") == "one two three")
    }

    @Test func aWriterIsUselessAfterItsBody() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("x")
        let writer = try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in writer }
        let late = problems { try writer.write([UInt8](repeating: 0, count: 100_000)) }
        #expect(late == ["cannot write \(path): it was closed before"])
    }

    @Test func temporariesAreRemovedBeforeASuddenEnd() async throws {
        await #expect(processExitsWith: .exitCode(42)) {
            let folder = try TemporaryFolder()
            let path = try folder.file("model", "old")
            try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
                try writer.write([UInt8](repeating: 0, count: 100_000))
                guard folder.names.count == 2 else { exit(1) }
                AtomicFile.removeTemporaries()
                guard folder.names == ["model"] else { exit(2) }
                exit(42)
            }
        }
    }
}
