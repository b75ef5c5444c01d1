import Testing

@testable import LacunaTensors

/// The arena's plan: places of buffers that live at the same time never overlap.
@Suite struct MemoryPlanTests {
    @Test func livePlacesNeverOverlap() {
        var stream = RandomStream(seed: 3)
        var overlaps = 0, misaligned = 0, outside = 0, unmerged = 0
        for _ in 0..<200 {
            var plan = MemoryPlan()
            var live: [(offset: Int, bytes: Int)] = []
            for _ in 0..<80 {
                if live.isEmpty || stream.uniform() < 0.6 {
                    let bytes = stream.integer(below: 700)
                    let offset = plan.take(bytes)
                    let end = offset + MemoryPlan.aligned(max(bytes, 1))
                    if offset % 64 != 0 { misaligned += 1 }
                    if end > plan.bytes { outside += 1 }
                    overlaps += live.count {
                        $0.offset < end && offset < $0.offset + MemoryPlan.aligned(max($0.bytes, 1))
                    }
                    live.append((offset, bytes))
                } else {
                    let place = live.remove(at: stream.integer(below: live.count))
                    plan.giveBack(place.offset, place.bytes)
                }
            }
            // With everything given back the gaps have merged: the whole arena is one place.
            for place in live { plan.giveBack(place.offset, place.bytes) }
            let bytes = plan.bytes
            if plan.take(bytes) != 0 || plan.bytes != bytes { unmerged += 1 }
        }
        #expect(overlaps == 0 && misaligned == 0 && outside == 0 && unmerged == 0)
    }

    @Test func gapsAreReused() {
        var plan = MemoryPlan()
        let first = plan.take(640)
        _ = plan.take(64)
        plan.giveBack(first, 640)
        #expect(plan.take(128) == first)
        #expect(plan.take(512) == first + 128)
        #expect(plan.bytes == 704)
    }
}
