import LacunaCore
import Testing

@Suite struct FileContentsTests {
    @Test func readsAllBytes() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "abcdefg\n", count: 20_000)
        #expect(try FileContents.read(path: folder.file("long", long)) == Array(long.utf8))
        #expect(try FileContents.read(path: folder.file("empty", "")) == [])
    }

    @Test func saysWhyItCannot() throws {
        let folder = try TemporaryFolder()
        let cases = [
            ("", "a path is empty; name a file"),
            (
                folder.path + "/none", "cannot read \(folder.path)/none: No such file or directory; check the path"
            ),
            (folder.path, "cannot read \(folder.path): it is a folder; name a file in it"),
        ]
        for (path, sentence) in cases {
            #expect(problems { _ = try FileContents.read(path: path) } == [sentence])
        }
    }
}
