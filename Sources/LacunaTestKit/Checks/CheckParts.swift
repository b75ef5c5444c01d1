import LacunaCore

/// Checks the parts that a plug-in adds, and no others.
///
/// This is the one call that a package of parts needs in its tests:
///
/// ```swift
/// let report = try checkParts(of: MyPlugin.self, beyond: Catalog.bundled())
/// #expect(report.passed, "\(report)")
/// ```
///
/// - Parameters:
///   - plugin: The plug-in.
///   - base: The parts that are there before.
/// - Throws: `LacunaError` where a part cannot be added.
public func checkParts(of plugin: any Plugin.Type, beyond base: Catalog) throws -> ConformanceReport {
    var catalog = base
    try catalog.add(plugin)
    return checkParts(of: catalog, beyond: base)
}

/// Checks the parts of a catalog that another lacks. Where none is added, the check fails: a line is
/// forgotten.
///
/// - Parameters:
///   - catalog: The parts.
///   - base: The parts that are there before.
public func checkParts(of catalog: Catalog, beyond base: Catalog) -> ConformanceReport {
    var report = ConformanceReport("parts")
    let added = catalog.parts(beyond: base)
    report.require(!added.isEmpty, "no part is added; add one in the plug-in's register(in:)")
    for (family, parts) in added {
        for part in parts { report.add(checkPart(part, of: family, in: catalog)) }
    }
    return report
}
