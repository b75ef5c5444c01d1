import Foundation
import LacunaCommand
import LacunaCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct InterruptionTests {
    @Test func theFirstRequestCounts() {
        let interruption = Interruption()
        #expect(interruption.requested == nil)
        #expect(throws: Never.self) { try interruption.check() }
        #expect(interruption.request(SIGTERM))
        #expect(!interruption.request(SIGINT))
        #expect(interruption.requested == SIGTERM)
        #expect(throws: LacunaError(.interrupted, "terminated")) { try interruption.check() }
    }

    @Test func theFirstSignalOnlyAsks() async {
        await #expect(processExitsWith: .exitCode(143)) {
            let interruption = Interruption.install()
            send(SIGTERM, until: { interruption.requested != nil })
            guard interruption.requested == SIGTERM, Interruption.install() === interruption else { exit(1) }
            do throws(LacunaError) { try interruption.check() } catch {
                exit(ExitStatus.status(of: error, interruption: interruption))
            }
        }
    }

    @Test func theSecondSignalEndsAtOnceWithoutTemporaries() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lacuna-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        await #expect(processExitsWith: .exitCode(130)) { [folder = folder as String] in
            let interruption = Interruption.install()
            try AtomicFile.replace(path: folder + "/model") { (writer) throws(LacunaError) in
                try writer.write([UInt8](repeating: 0, count: 100_000))
                send(SIGINT, until: { interruption.requested != nil })
                _ = FileManager.default.createFile(atPath: folder + "/went-on", contents: nil)
                send(SIGINT, until: { false })
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["went-on"])
    }

    @Test func ignoredSignalsStayIgnored() async {
        await #expect(processExitsWith: .exitCode(42)) {
            signal(SIGINT, SIG_IGN)
            let interruption = Interruption.install()
            send(SIGINT, until: { interruption.requested != nil }, seconds: 0.2)
            exit(interruption.requested == nil ? 42 : 1)
        }
    }
}

/// Sends a signal to the process, as a terminal does (`raise` sends to the thread, which may block it), and waits.
private func send(_ signal: Int32, until done: () -> Bool, seconds: Double = 10) {
    kill(getpid(), signal)
    let end = ContinuousClock.now + .seconds(seconds)
    while !done() && ContinuousClock.now < end { usleep(1000) }
}
