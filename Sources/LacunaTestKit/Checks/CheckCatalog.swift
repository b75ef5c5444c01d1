import LacunaCore

/// Checks every part of a catalog: what all parts promise, and the contract of its family where the kit knows it.
///
/// A package of parts checks its own by `checkParts(of:beyond:)`; a fork checks everything:
///
/// ```swift
/// let report = try checkCatalog(Catalog.bundled())
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
        for part in catalog.components(in: family) { report.add(checkPart(part, of: family, in: catalog)) }
    }
    return report
}

/// Checks one part of a catalog: what all parts promise, and the contract of its family where the kit knows it.
///
/// - Parameters:
///   - part: The part.
///   - family: The family that it was added to.
///   - catalog: Where the part and those inside it are looked up.
public func checkPart(
    _ part: ComponentDescriptor, of family: AnyComponentFamily, in catalog: Catalog
) -> ConformanceReport {
    var report = checkComponent(part.type, catalog: catalog)
    if let method = part.type as? any Method.Type {
        report.add(checkMethod(method, catalog: catalog))
    } else {
        report.attempt { report in
            let member = try make(part.name, family.type, catalog)
            if let contract = checkMember(member, catalog) { report.add(contract) }
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
