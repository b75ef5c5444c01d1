import LacunaCore

/// Checks every part of a catalog: what all parts promise, and the contract of its family where the kit knows it.
///
/// This is the one call that a package of parts needs in its tests:
///
/// ```swift
/// var catalog = try Catalog.bundled()
/// try catalog.add(MyPlugin.self)
/// let report = checkCatalog(catalog, families: [Priors.self])
/// #expect(report.passed, "\(report)")
/// ```
///
/// - Parameters:
///   - catalog: The parts.
///   - families: Which families are checked; all where it is `nil`.
public func checkCatalog(_ catalog: Catalog, families: [any ComponentFamily.Type]? = nil) -> ConformanceReport {
    var report = ConformanceReport("catalog")
    let wanted = families.map { $0.map { AnyComponentFamily($0) } } ?? catalog.families
    for family in wanted {
        for descriptor in catalog.components(in: family) {
            var part = checkComponent(descriptor.type, catalog: catalog)
            if let method = descriptor.type as? any Method.Type {
                part.add(checkMethod(method, catalog: catalog))
            } else {
                part.attempt { part in
                    let member = try make(descriptor.name, family.type, catalog)
                    if let contract = checkMember(member, catalog) { part.add(contract) }
                }
            }
            report.add(part)
        }
    }
    return report
}

/// A part with its defaults, the parts inside it made.
private func make<Family: ComponentFamily>(
    _ name: String, _ family: Family.Type, _ catalog: Catalog
) throws -> any Sendable {
    try catalog.make(Choice<Family>(named: name))
}

/// The contract of a part's family, or `nil` for families that the kit does not know.
private func checkMember(_ member: any Sendable, _ catalog: Catalog) -> ConformanceReport? {
    switch member {
    case let part as any ObservationModel: checkObservationModel(part)
    case let part as any VariationalFamily: checkVariationalFamily(part)
    case let part as any Prior: checkPrior(part)
    case let part as any Network: checkNetwork(part)
    case let part as any EncoderInput: checkEncoderInput(part)
    case let part as any MissingnessModel: checkMissingnessModel(part)
    case let part as any Bound: checkBound(part)
    case let part as any GradientEstimator: checkGradientEstimator(part)
    // How near chains come to the answer hangs on their length, which is for the tests of each to choose.
    case let part as any Sampler: checkSampler(part, isExact: !(part is any ChainSampler))
    case let part as any Optimizer: checkOptimizer(part)
    case let part as any Schedule: checkSchedule(part)
    case let part as any MaskGenerator: checkMaskGenerator(part)
    case let part as any Imputer: checkImputer(part, catalog: catalog)
    default: nil
    }
}
