import Foundation
import Testing

@testable import LacunaCommand

@Suite struct ShellTextTests {
    @Test(arguments: [
        ("rain-fall/libRainFall.so", "rain-fall/libRainFall.so"), ("./räin", "./räin"), ("", "''"),
        ("my parts", "'my parts'"), ("it's", "'it'\\''s'"), ("$HOME", "'$HOME'"), ("~/rain", "'~/rain'"),
        ("a\u{1B}[2Jb", "'a\\u{1B}[2Jb'"),
    ])
    func wordsAreQuotedWhereAShellActsOnThem(_ text: String, _ word: String) {
        #expect(ShellText.word(text) == word)
    }

    @Test func aShellReadsThemBack() throws {
        for text in ["my parts", "it's", "$HOME `date` \\ \"x\"", "~", "a*b?[c]", "#x", "a;b&c|d<e", "!x", "{a,b}"] {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "printf %s " + ShellText.word(text)]
            process.standardOutput = pipe
            try process.run()
            let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(String(decoding: bytes, as: UTF8.self) == text)
        }
    }
}
