import Foundation
import Testing

@testable import LacunaCore

/// The headers of programs and shared libraries.
@Suite struct ElfFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func number(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// A header of 64 bytes, two entries of 56 for segments, the notes from byte 176 to 216, and code up to byte 296; the
    /// numbers stand where the specification has them.
    private static func library(machine: UInt64 = 62, length: UInt64 = 80) -> [UInt8] {
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        bytes += number(3, 2) + number(machine, 2) + number(1, 4) + number(0, 8) + number(64, 8) + number(0, 8)
        bytes += number(0, 4) + number(64, 2) + number(56, 2) + number(2, 2) + [UInt8](repeating: 0, count: 6)
        for (kind, offset, length) in [(4, 176, 40), (1, 216, length)] as [(UInt64, UInt64, UInt64)] {
            bytes +=
                number(kind, 4) + number(0, 4) + number(offset, 8) + number(0, 16) + number(length, 8) + number(0, 16)
        }
        bytes += number(4, 4) + number(3, 4) + number(1, 4) + Array("GNU\0".utf8) + [1, 2, 3, 0]
        bytes += number(4, 4) + number(2, 4) + number(3, 4) + Array("GNU\0".utf8) + [0x0A, 0xF1, 0, 0]
        return bytes + [UInt8](repeating: 7, count: 80)
    }

    private func fault(_ bytes: [UInt8]) throws -> ElfFile.Fault? {
        try opened(bytes) { descriptor in
            do throws(ElfFile.Fault) {
                _ = try ElfFile(descriptor: descriptor)
                return nil
            } catch {
                return error
            }
        }
    }

    private func opened<Result>(_ bytes: [UInt8], _ body: (Int32) throws -> Result) throws -> Result {
        let path = try folder.file("library")
        try Data(bytes).write(to: URL(filePath: path))
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        return try body(handle.fileDescriptor)
    }

    @Test func theNumbersAreReadWhereTheyStand() throws {
        let file = try opened(Self.library()) { try ElfFile(descriptor: $0) }
        #expect(file.machine == 62 && file.buildIdentifier == "0af1")
    }

    /// Every beginning of a whole file is told from it.
    @Test func filesThatAreCutOffAreTold() throws {
        let whole = Self.library()
        #expect(whole.count == 296)
        #expect(try fault(whole) == nil)
        for count in [4, 63] { #expect(try fault(Array(whole.prefix(count))) == .cutOff(size: count, needed: 64)) }
        for count in [64, 175] { #expect(try fault(Array(whole.prefix(count))) == .cutOff(size: count, needed: 176)) }
        for count in [176, 215, 216, 295] {
            #expect(try fault(Array(whole.prefix(count))) == .cutOff(size: count, needed: 296))
        }
        #expect(try fault(Self.library(length: .max)) == .cutOff(size: 296, needed: .max))
        #expect(try fault(Self.library(length: UInt64(Int.max))) == .cutOff(size: 296, needed: .max))
    }

    @Test func otherFilesAreTold() throws {
        #expect(try fault([]) == .foreign)
        #expect(try fault(Array("no library at all".utf8)) == .foreign)
        for (place, value) in [(4, 1), (5, 2)] as [(Int, UInt8)] {
            var bytes = Self.library()
            bytes[place] = value
            #expect(try fault(bytes) == .otherWidth)
        }
        #expect(ElfFile(path: folder.path + "/nosuch") == nil)
    }

    #if os(Linux)
        @Test func whatIsWrongIsSaidInWords() throws {
            let own = try #require(ElfFile(path: "/proc/self/exe"))
            #expect(try opened(Self.library(machine: UInt64(own.machine)), PluginBinary.fault) == nil)
            let words = try opened(Self.library(machine: 8), PluginBinary.fault)
            #expect(words?.hasPrefix("it is for another kind of processor (number 8 of the executable") == true)
            #expect(
                try opened(Array(Self.library().prefix(280)), PluginBinary.fault)
                    == "it is cut off: it has 280 bytes and needs at least 296; copy it or build it again")
        }
    #endif
}
