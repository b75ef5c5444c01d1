import CLacunaKernels

/// The width of the numbers of a run: a property of the tape, never of a part.
public enum Precision: String, Sendable, Codable, CaseIterable {
    /// 32-bit numbers: fast, the default.
    case float32
    /// 64-bit numbers: for checks and exactness, not for speed.
    case float64

    /// Bytes of one number.
    public var elementSize: Int { self == .float32 ? 4 : 8 }

    /// The kernels for numbers of this width on this processor.
    var kernels: UnsafePointer<lacuna_kernels> {
        self == .float32 ? lacuna_kernels_float() : lacuna_kernels_double()
    }
}

/// The instruction set that the kernels run on.
public enum InstructionSet {
    /// The name of the set in use for 32-bit numbers, such as `avx512`.
    public static var current: String { String(cString: lacuna_kernels_float().pointee.instruction_set) }

    /// The sets compiled in that this processor can run, best first.
    public static var available: [String] {
        String(cString: lacuna_available_instruction_sets()).split(separator: " ").map(String.init)
    }

    /// Whether the environment variable `LACUNA_INSTRUCTION_SET` names a set that cannot be had (it is then ignored).
    public static var overrideFailed: Bool { lacuna_instruction_set_override_failed() != 0 }
}
