import CLacunaKernels

/// A stream of random numbers addressed by a key: the same key gives the same numbers, whoever asks and in which order.
///
/// Streams have named and indexed children, so that each purpose, step or row draws from a stream of its own:
/// `RandomStream(seed: 1).child("training").child(step)`. The numbers are Philox4x32-10 (Salmon et al. 2011, *Parallel
/// random numbers: as easy as 1, 2, 3*).
public struct RandomStream: Sendable, Hashable {
    /// The key of the stream.
    public let key: UInt64
    private var position: UInt64 = 0
    private var word: Int = 4
    private var words: Words = .init()

    /// The stream of a seed.
    public init(seed: UInt64) { key = Self.mix(seed ^ 0x6c61_6375_6e61_0001) }

    private init(key: UInt64) { self.key = key }

    /// The child stream of a purpose.
    public func child(_ name: String) -> RandomStream { RandomStream(key: Self.combine(key, Self.hash(name))) }

    /// The child stream of an index.
    public func child(_ index: Int) -> RandomStream {
        RandomStream(key: Self.combine(key, UInt64(bitPattern: Int64(index)) ^ 0x9e37_79b9_7f4a_7c15))
    }

    /// The next 32 random bits.
    public mutating func nextWord() -> UInt32 {
        if word == 4 {
            words = Words(key: key, counter: position)
            position += 1
            word = 0
        }
        word += 1
        switch word {
        case 1: return words.first
        case 2: return words.second
        case 3: return words.third
        default: return words.fourth
        }
    }

    /// The next number from the open interval (0, 1).
    public mutating func uniform() -> Double {
        let high = UInt64(nextWord()), low = UInt64(nextWord())
        return (Double((high << 20) | (low >> 12)) + 0.5) * 0x1p-52
    }

    /// The next standard normal number, by inversion of nothing but two uniforms (Box and Muller 1958).
    public mutating func normal() -> Double {
        let radius = (-2 * Scalars.logarithm(uniform())).squareRoot()
        return radius * Scalars.cosine(2 * .pi * uniform())
    }

    /// The next whole number below a bound, without bias.
    ///
    /// - Parameter bound: At least 1.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "a bound of at least 1")
        let range = UInt64(bound)
        let limit = UInt64.max - UInt64.max % range
        while true {
            let bits = (UInt64(nextWord()) << 32) | UInt64(nextWord())
            if bits < limit { return Int(bits % range) }
        }
    }

    /// Brings a list into random order (Fisher and Yates). Inlinable, so that it is specialised: a generic exchange of
    /// elements would allocate for each.
    @inlinable
    public mutating func shuffle<Element>(_ list: inout [Element]) {
        guard list.count > 1 else { return }
        for last in stride(from: list.count - 1, through: 1, by: -1) {
            list.swapAt(last, integer(below: last + 1))
        }
    }

    /// A key made of two, for noise addressed within a step.
    static func combine(_ key: UInt64, _ value: UInt64) -> UInt64 {
        mix(mix(key &+ 0x9e37_79b9_7f4a_7c15) ^ (value &* 0xd134_2543_de82_ef95 &+ 0x2545_f491_4f6c_dd1d))
    }

    /// FNV-1a over the text's UTF-8, for purposes.
    static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
    static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// One block of the generator.
    private struct Words: Hashable {
        var first: UInt32 = 0, second: UInt32 = 0, third: UInt32 = 0, fourth: UInt32 = 0

        init() {}

        init(key: UInt64, counter: UInt64) {
            // The last two words of the counter are constants of their own, so that sequential draws never meet the
            // addressed noise of a row.
            var input: (UInt32, UInt32, UInt32, UInt32) = (
                UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32), 0x5354_5245, 0x414d_0000
            )
            var output: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
            withUnsafePointer(to: &input) { source in
                withUnsafeMutablePointer(to: &output) { target in
                    source.withMemoryRebound(to: UInt32.self, capacity: 4) { counter in
                        target.withMemoryRebound(to: UInt32.self, capacity: 4) { lacuna_philox(key, counter, $0) }
                    }
                }
            }
            (first, second, third, fourth) = output
        }
    }
}
