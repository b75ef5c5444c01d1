import Dispatch
import Foundation
import LacunaCommand
import LacunaCore
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct ConsoleTests {
    @Test func keepsResultsAndMessagesApart() throws {
        let output = CapturedOutput()
        let messages = CapturedOutput()
        let console = Console(output: output.sink(), messages: messages.sink())
        try console.write("a")
        try console.print("é")
        console.report("m")
        console.report(LacunaError(.data, "bad"))
        console.report(.closedPipe)
        #expect(output.text == "aé\n" && messages.text == "m\nlacuna: bad\n")
    }

    @Test func descriptorsTakeAllBytes() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let reader = ends[0]
        // More than a pipe holds at once, so that the writer has to wait.
        let text = String(repeating: "0123456789", count: 50_000)
        let count = Atomic<Int>(0)
        let finished = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            var chunk = [UInt8](repeating: 0, count: 4096)
            while case let got = read(reader, &chunk, chunk.count), got > 0 { count.add(got, ordering: .relaxed) }
            finished.signal()
        }
        let sink = OutputSink.descriptor(ends[1], name: "a pipe")
        #expect(!sink.isTerminal && sink.width > 0)
        try sink.write(text)
        close(ends[1])
        finished.wait()
        #expect(count.load(ordering: .relaxed) == text.utf8.count)
    }

    @Test func aClosedPipeIsAnErrorOfItsOwn() async {
        await #expect(processExitsWith: .exitCode(141)) {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { exit(1) }
            _ = Interruption.install()
            close(ends[0])
            do throws(LacunaError) {
                try OutputSink.descriptor(ends[1], name: "standard output").write("x")
                exit(2)
            } catch {
                guard error == .closedPipe, ExitStatus.render(error).isEmpty else { exit(3) }
                exit(ExitStatus.status(of: error))
            }
        }
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "needs a device that is always full"))
    func aFullDiskIsAFailureAtWork() {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        #expect(throws: LacunaError(.work, "cannot write to standard output: No space left on device")) {
            try OutputSink.descriptor(descriptor, name: "standard output").write("x")
        }
    }
}
