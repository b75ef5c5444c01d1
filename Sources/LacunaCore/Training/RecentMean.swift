/// The mean of the last numbers.
struct RecentMean: Sendable, Equatable {
    /// The numbers, the oldest of them at `next` once there are as many as there can be.
    private(set) var numbers: [Double] = []
    /// Where the next number goes, once there are as many as there can be.
    private(set) var next = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        numbers.reserveCapacity(capacity)
    }

    /// The mean as it was; `nil` for numbers that no such mean has.
    init?(capacity: Int, numbers: [Double], next: Int) {
        guard numbers.count <= capacity, (0..<capacity).contains(next), next == 0 || numbers.count == capacity else {
            return nil
        }
        self.capacity = capacity
        self.numbers = numbers
        self.next = next
    }

    mutating func add(_ number: Double) {
        if numbers.count < capacity {
            numbers.append(number)
        } else {
            numbers[next] = number
            next = (next + 1) % capacity
        }
    }

    var mean: Double { numbers.isEmpty ? .nan : numbers.reduce(0, +) / Double(numbers.count) }
}
