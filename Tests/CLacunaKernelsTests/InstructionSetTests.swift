import CLacunaKernels
import Foundation
import Testing

/// The choice of an instruction set.
struct InstructionSetTests {
    private var available: [String] {
        String(cString: lacuna_available_instruction_sets()).split(separator: " ").map(String.init)
    }

    @Test("Every available name gives its table, and the baseline is always there, last")
    func names() {
        #expect(available.last == "baseline")
        #expect(Set(available).count == available.count)
        let named = available.map { name in
            lacuna_kernels_float_named(name).map { String(cString: $0.pointee.instruction_set) }
        }
        #expect(named == available)
        #expect(floatTables().allSatisfy { $0.element_size == 4 })
        #expect(lacuna_kernels_double().pointee.element_size == 8)
    }

    @Test("An unknown name gives no table")
    func unknown() {
        #expect(lacuna_kernels_float_named("avx1024") == nil)
        #expect(lacuna_kernels_float_named("") == nil)
    }

    @Test("The chosen table is the best one, or the one that the environment names")
    func choice() {
        let chosen = String(cString: lacuna_kernels_float().pointee.instruction_set)
        let wanted = ProcessInfo.processInfo.environment["LACUNA_INSTRUCTION_SET"] ?? ""
        let possible = wanted.isEmpty || available.contains(wanted)
        #expect(chosen == (wanted.isEmpty || !possible ? available.first : wanted))
        #expect((lacuna_instruction_set_override_failed() == 1) == !possible)
    }
}
