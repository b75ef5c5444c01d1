import LacunaCommand
import LacunaCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct ExitStatusTests {
    @Test func followsTheKindOfTheError() {
        let terminated = Interruption()
        terminated.request(SIGTERM)
        let cases: [(LacunaError, Interruption?, Int32)] = [
            (LacunaError(.usage, "x"), nil, 2), (LacunaError(.configuration, "x"), nil, 2),
            (LacunaError(.data, "x"), nil, 2), (LacunaError(.file, "x"), terminated, 2),
            (LacunaError(.work, "x"), nil, 1), (LacunaError(.interrupted, "x"), nil, 130),
            (LacunaError(.interrupted, "x"), terminated, 143), (.closedPipe, terminated, 141),
        ]
        for (error, interruption, status) in cases {
            #expect(ExitStatus.status(of: error, interruption: interruption) == status)
        }
    }

    @Test func saysWhatWentWrong() {
        let cases: [(LacunaError, String)] = [
            (LacunaError(.data, "a\u{1B}b"), "lacuna: a\\u{1B}b\n"),
            (LacunaError(.data, ["a", "b"]), "lacuna: 2 problems\n  - a\n  - b\n"),
            (LacunaError(.usage, "a"), "lacuna: a\nSee lacuna --help.\n"), (.closedPipe, ""),
        ]
        for (error, text) in cases { #expect(ExitStatus.render(error) == text) }
    }
}
