import CLacunaKernels

/// Every table this processor runs: Float32 by instruction set, then Float64.
func allTables() -> [lacuna_kernels] { floatTables() + [lacuna_kernels_double().pointee] }

/// Every table for Float32 this processor runs, best first.
func floatTables() -> [lacuna_kernels] {
    String(cString: lacuna_available_instruction_sets()).split(separator: " ")
        .compactMap { lacuna_kernels_float_named(String($0))?.pointee }
}

extension lacuna_kernels {
    /// Name and width, for messages.
    var title: String { "\(String(cString: instruction_set)) with \(8 * element_size) bits" }

    /// The spacing of numbers at 1.
    var epsilon: Double { element_size == 4 ? Double(Float.ulpOfOne) : Double.ulpOfOne }

    /// Memory of this table's precision, between guard cells.
    func cells(_ count: Int, _ value: (Int) -> Double = { _ in 0 }) -> Cells {
        Cells(count, elementSize: element_size, value)
    }
}

/// Numbers of either precision between two lines of guard cells, aligned to 64 bytes.
final class Cells {
    /// How many numbers there are.
    let count: Int
    private let elementSize: Int
    private let memory: UnsafeMutableRawPointer
    private static let guardBytes = 128
    private static let guardByte: UInt8 = 0xA5

    /// Fills the cells by index.
    init(_ count: Int, elementSize: Int, _ value: (Int) -> Double) {
        self.count = count
        self.elementSize = elementSize
        let bytes = count * elementSize + 2 * Self.guardBytes
        memory = .allocate(byteCount: bytes, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: Self.guardByte, count: bytes)
        for index in 0..<count { self[index] = value(index) }
    }

    deinit { memory.deallocate() }

    /// The first number.
    var start: UnsafeMutableRawPointer { memory + Self.guardBytes }

    /// A number, widened to Float64.
    subscript(index: Int) -> Double {
        get {
            elementSize == 4
                ? Double(start.load(fromByteOffset: 4 * index, as: Float.self))
                : start.load(fromByteOffset: 8 * index, as: Double.self)
        }
        set {
            if elementSize == 4 {
                start.storeBytes(of: Float(newValue), toByteOffset: 4 * index, as: Float.self)
            } else {
                start.storeBytes(of: newValue, toByteOffset: 8 * index, as: Double.self)
            }
        }
    }

    /// All numbers, widened to Float64.
    var values: [Double] { (0..<count).map { self[$0] } }

    /// The bytes of the numbers.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: start, count: count * elementSize)) }

    /// The address of a number.
    func at(_ index: Int) -> UnsafeMutableRawPointer { start + index * elementSize }

    /// Whether no guard cell has been written.
    var guardsIntact: Bool {
        let end = Self.guardBytes + count * elementSize
        let guards = Array(0..<Self.guardBytes) + Array(end..<(end + Self.guardBytes))
        return guards.allSatisfy { memory.load(fromByteOffset: $0, as: UInt8.self) == Self.guardByte }
    }
}

/// A small generator with a fixed seed (SplitMix64).
struct TestNumbers {
    private var state: UInt64

    /// Starts at a seed.
    init(_ seed: UInt64) { state = seed }

    /// Uniform between the bounds.
    mutating func next(_ lower: Double = -1, _ upper: Double = 1) -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return lower + (upper - lower) * Double(mixed >> 11) * 0x1p-53
    }

    /// Numbers between the bounds, each representable in Float32.
    mutating func list(_ count: Int, _ lower: Double = -1, _ upper: Double = 1) -> [Double] {
        (0..<count).map { _ in Double(Float(next(lower, upper))) }
    }
}

/// The greatest deviation seen and where.
struct Worst {
    /// The greatest deviation, in units of what was allowed.
    private(set) var ratio = 0.0
    /// Where it was seen.
    private(set) var place = ""

    /// Notes a deviation; NaN on one side alone counts as infinite.
    mutating func note(_ found: Double, _ expected: Double, allowed: Double, _ where: @autoclosure () -> String) {
        if found == expected || (found.isNaN && expected.isNaN) { return }
        let deviation = abs(found - expected) / max(allowed, Double.leastNormalMagnitude)
        let size = deviation.isNaN ? Double.infinity : deviation
        if size > ratio {
            ratio = size
            place = "\(`where`()): \(found) instead of \(expected)"
        }
    }
}

/// How an operand lies in memory over rows × samples × features.
struct Layout {
    /// Distances between neighbours.
    var strides: lacuna_strides
    /// Numbers in memory.
    var count: Int

    /// The place of a cell.
    func index(_ row: Int, _ sample: Int, _ feature: Int) -> Int {
        row * strides.row + sample * strides.sample + feature * strides.feature
    }

    /// Whether several cells share a number.
    func repeats(_ shape: lacuna_shape) -> Bool {
        (strides.row == 0 && shape.rows > 1) || (strides.sample == 0 && shape.samples > 1)
            || (strides.feature == 0 && shape.features > 1)
    }
}

extension lacuna_shape {
    /// All cells.
    var count: Int { rows * samples * features }

    /// Without gaps.
    var contiguous: Layout { layout(samples * features, features, 1) }

    /// Any strides.
    func layout(_ row: Int, _ sample: Int, _ feature: Int) -> Layout {
        let last = (rows - 1) * row + (samples - 1) * sample + (features - 1) * feature
        return Layout(strides: lacuna_strides(row: row, sample: sample, feature: feature), count: last + 1)
    }

    /// Contiguous, with gaps, transposed, and broadcast along each axis.
    var layouts: [Layout] {
        [
            contiguous, layout(samples * (features + 3) + 5, features + 3, 1),
            layout(2 * samples * features, 2 * features, 2), layout(1, rows, rows * samples),
            layout(features, 0, 1), layout(0, features, 1), layout(samples, 1, 0), layout(0, 0, 1), layout(0, 1, 0),
            layout(1, 0, 0), layout(0, 0, 0),
        ]
    }

    /// Calls a function for each cell in index order.
    func forEach(_ body: (_ cell: Int, _ row: Int, _ sample: Int, _ feature: Int) -> Void) {
        var cell = 0
        for row in 0..<rows {
            for sample in 0..<samples {
                for feature in 0..<features {
                    body(cell, row, sample, feature)
                    cell += 1
                }
            }
        }
    }
}

extension Cells {
    /// As an operand.
    func operand(_ layout: Layout) -> lacuna_operand {
        lacuna_operand(values: UnsafeRawPointer(start), strides: layout.strides)
    }

    /// As a gradient to be written.
    func gradient(_ layout: Layout, accumulate: Bool) -> lacuna_gradient {
        lacuna_gradient(values: start, strides: layout.strides, accumulate: accumulate ? 1 : 0)
    }
}
