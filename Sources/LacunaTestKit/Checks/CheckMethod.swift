import LacunaCore

/// Checks a method: its preset is JSON5 that a configuration accepts, and every part that it names is in the catalog.
public func checkMethod(_ method: any Method.Type, catalog: Catalog) -> ConformanceReport {
    var report = ConformanceReport("method \(method.name)")
    report.attempt { report in
        let preset = try JSON5Reader.read(method.preset, file: "the preset of \(method.name)")
        report.require(preset.entries != nil, "its preset is no object")
        report.require(preset["method"] == nil, "its preset has the key \"method\", which would name another")
        let configuration = try Configuration.read(method: method.name, catalog: catalog)
        report.require(
            configuration.method.name == method.name,
            "its name leads to \"\(configuration.method.name)\" in the catalog")
        _ = try Blueprint(configuration, catalog: catalog)
    }
    return report
}
