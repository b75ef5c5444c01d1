import LacunaCore

/// Registers the schedules.
public enum SchedulesPlugin: Plugin {
    public static let name = "Schedules"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(ConstantSchedule.self, to: Schedules.self)
        try catalog.add(CosineSchedule.self, to: Schedules.self)
    }
}
