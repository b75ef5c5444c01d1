import LacunaCore

/// Locations and scales of a family against its posterior.
extension ConformanceReport {
    /// The location and scale of a head have the density of its posterior, and heads side by side give theirs side by side.
    mutating func requireLocationScale(_ family: some LocationScaleFamily) {
        attempt { report in
            let width = family.headWidth(latentDimension: 2), rowCount = 3, count = 4
            let inputs = [
                Experiment.Input(name: "z", samples: count, features: 2, rows: testRows(rowCount, 2 * count, seed: 15)),
                Experiment.Input(name: "the head", features: width, rows: testRows(rowCount, width, seed: 16)),
            ]
            let densities = try [false, true].map { isOfParts in
                let experiment = Experiment(rowCount: rowCount, inputs: inputs) { tape, inputs, _ in
                    let scope = ParameterScope(tape, group: .encoder)
                    let density =
                        isOfParts
                        ? family.locationScale(head: inputs[1], latentDimension: 2, in: scope).logDensity(of: inputs[0])
                        : family.posterior(head: inputs[1], latentDimension: 2, in: scope).logDensity(of: inputs[0])
                    return [Experiment.Output(name: "log q(z)", tensor: density, samples: count)]
                }
                return try Probe(experiment, .float64).run()[0]
            }
            report.require(
                zip(densities[0], densities[1]).allSatisfy { abs($0 - $1) <= 1e-9 * (1 + abs($0)) },
                "locationScale(head:) has another density than posterior(head:)")
        }
        attempt { report in
            let width = family.headWidth(latentDimension: 2), rowCount = 3
            let heads = testRows(rowCount, 2 * width, seed: 17)
            let together = try Self.locationScale(family, heads, samples: 2)
            for sample in 0..<2 {
                let own = heads.map { Array($0[sample * width..<(sample + 1) * width]) }
                let alone = try Self.locationScale(family, own, samples: 1)
                for (both, single) in zip(together, alone) {
                    var picked: [Double] = []
                    for row in 0..<rowCount {
                        let start = 2 * (2 * row + sample)
                        picked += both[start..<start + 2]
                    }
                    report.require(
                        zip(picked, single).allSatisfy { abs($0 - $1) <= 1e-12 * (1 + abs($1)) },
                        "locationScale(head:) of heads side by side is not that of each head")
                }
            }
        }
    }

    /// Locations, scales and degrees of freedom (0 for none) of two latents, of heads side by side along the samples.
    private static func locationScale(
        _ family: some LocationScaleFamily, _ heads: [[Double]], samples: Int
    ) throws -> [[Double]] {
        let input = Experiment.Input(
            name: "the head", samples: samples, features: family.headWidth(latentDimension: 2), rows: heads)
        let experiment = Experiment(rowCount: heads.count, inputs: [input]) { tape, inputs, rowCount in
            let parts = family.locationScale(
                head: inputs[0], latentDimension: 2, in: ParameterScope(tape, group: .encoder))
            let shape = TensorShape(rows: rowCount, samples: samples, features: 2)
            let degrees = (parts.degreesOfFreedom ?? tape.constant(0)).broadcast(to: shape)
            return [("location", parts.location), ("scale", parts.scale), ("degrees of freedom", degrees)].map {
                Experiment.Output(name: "the \($0)", tensor: $1, samples: samples, features: 2)
            }
        }
        return try Probe(experiment, .float64).run()
    }
}
