import LacunaCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct FileIdentityTests {
    @Test func seesThroughLinksAndDetours() throws {
        let folder = try TemporaryFolder()
        let a = try folder.file("a", "x")
        let b = try folder.file("b", "x")
        let soft = try folder.file("soft")
        let hard = try folder.file("hard")
        let dangling = try folder.file("dangling")
        #expect(symlink("a", soft) == 0 && link(a, hard) == 0 && symlink("later", dangling) == 0)
        let dots = folder.path + "/./../" + (folder.path.split(separator: "/").last.map(String.init) ?? "")
        let cases: [(String, String, Bool)] = [
            (a, a, true), (a, dots + "/a", true), (a, soft, true), (a, hard, true), (soft, hard, true),
            (a, b, false), (a, folder.path + "/new", false),
            (folder.path + "/later", dangling, true), (folder.path + "/later", dots + "/later", true),
            (folder.path + "/later", folder.path + "/new", false),
            (folder.path + "/no/later", folder.path + "/no/new", false),
        ]
        for (first, second, same) in cases {
            #expect(FileIdentity.same(first, second) == same, "\(first) and \(second)")
            #expect(FileIdentity.same(second, first) == same, "\(second) and \(first)")
        }
    }
}
