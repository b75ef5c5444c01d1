import Foundation
import Lacuna

/// The program: reads a model and a table, evaluates both posteriors on a grid, writes the picture.
struct PosteriorPicture {
    let modelPath: String
    let dataPath: String
    let outputPath: String
    let rowNumbers: [Int]

    init(arguments: [String]) throws {
        let numbers = arguments.dropFirst(3).map { Int($0) }
        guard arguments.count >= 3, numbers.allSatisfy({ $0 ?? 0 > 0 }) else {
            throw LacunaError(.usage, "usage: PosteriorPicture MODEL.safetensors DATA.csv OUT.svg [ROW …]")
        }
        (modelPath, dataPath, outputPath) = (arguments[0], arguments[1], arguments[2])
        rowNumbers = numbers.compactMap { $0 }
    }

    func run() throws {
        for (path, what) in [(modelPath, "model"), (dataPath, "table")] where FileIdentity.same(path, outputPath) {
            throw LacunaError(
                .file, "\(outputPath) is the \(what) itself, which is never overwritten; name another file")
        }
        let fitted = try ModelFile.read(path: modelPath, catalog: Catalog.bundled())
        guard let imputer = fitted.imputer as? FittedModel, imputer.model.latentDimension == 2 else {
            throw LacunaError(.configuration, "\(modelPath): only a latent variable model with 2 latents can be drawn")
        }
        let table = try Table.read(path: dataPath, options: fitted.blueprint.configuration.data.csv)
        _ = try fitted.schema.check(table)
        let dataset = try Dataset(table: table, schema: fitted.schema, layout: fitted.layout)
        let width = fitted.layout.featureCount
        var rows = rowNumbers.map { $0 - 1 }
        if rows.isEmpty {
            let isDrawn = { (row: Int) in
                let observed = dataset.observed[row * width..<(row + 1) * width]
                return observed.contains(0) && observed.contains(1)
            }
            rows = Array((0..<dataset.rowCount).lazy.filter(isDrawn).prefix(6))
        }
        guard let last = rows.max(), last < dataset.rowCount else {
            throw LacunaError(.usage, "\(dataPath) has \(dataset.rowCount) rows; name rows from 1 to that number")
        }
        let grid = LatentPlane()
        let request = ImputationRequest(drawCount: Self.imputationCount, isDiagnosed: false)
        let batch = ConditionalRows(
            model: imputer.model, store: imputer.store, request: request, stream: RandomStream(seed: 1))
        let addresses = dataset.rowAddresses()
        var panels: [PosteriorPanel] = []
        var distances: [Double] = []
        for row in rows {
            batch.load([row][...], of: dataset, addresses: addresses)
            let densities = try densities(of: batch, on: grid, sampler: fitted.blueprint.sampler)
            distances.append(grid.distanceFromNormal(densities.exact))
            let distance = String(format: "%.2f", distances.last ?? 0)
            panels.append(
                PosteriorPanel(
                    title: "\(title(ofRow: row, table, fitted.schema)); \(distance) nats from normal", grid: grid,
                    exact: densities.exact, variational: densities.variational))
        }
        try Data(PosteriorPanel.document(panels).utf8).write(to: URL(fileURLWithPath: outputPath), options: .atomic)
        let mean = String(format: "%.3f", distances.reduce(0, +) / Double(distances.count))
        print(
            "\(panels.count) rows drawn in \(outputPath); the exact posteriors are \(mean) nats from normal in the mean"
        )
    }

    /// Imputations of a row with holes, where the encoder sees complete rows only: q(z | x_o) is then the mean of theirs.
    private static let imputationCount = 50

    /// p(z | x_o) and q(z | x_o) of the row that is loaded, as masses of the grid's cells.
    private func densities(
        of batch: ConditionalRows, on grid: LatentPlane, sampler: any Sampler
    ) throws -> (exact: [Double], variational: [Double]) {
        let imputed = try imputations(of: batch, by: sampler)
        let width = batch.model.layout.featureCount
        let recording = try batch.recording("posterior.\(imputed.count)") { step in
            let latent = step.tape.input("latent", TensorShape(samples: grid.points.count / 2, features: 2))
            var tensors = ["latent": latent]
            let variational: Tensor
            if imputed.isEmpty {
                variational = step.posterior(head: step.encode()).logDensity(of: latent)
            } else {
                let rows = step.tape.input("imputed", TensorShape(rows: imputed.count / width, features: width))
                variational = ImputationMixture(step.posterior(ofComplete: rows), count: rows.shape.rows)
                    .logDensity(of: latent)
                tensors["imputed"] = rows
            }
            let terms = step.terms(LatentDraw(latent: latent, logDensity: variational), step.decode(latent))
            tensors["joint"] = terms.logLikelihood + terms.logPrior
            tensors["variational"] = variational
            return tensors
        }
        batch.fill(recording)
        recording.write(grid.points, to: "latent")
        if !imputed.isEmpty { recording.write(imputed, to: "imputed") }
        recording.workspace.forward()
        return (grid.masses(recording.read("joint")), grid.masses(recording.read("variational")))
    }

    /// Draws of the row that is loaded, complete rows one after the other, where its encoder could not see it otherwise.
    private func imputations(of batch: ConditionalRows, by sampler: any Sampler) throws -> [Double] {
        guard !batch.model.encoderInput.servesMissingCells, batch.observed.contains(0) else { return [] }
        return try sampler.run(batch)[0].draws.flatMap { draw in
            draw.indices.map { Double(batch.observed[$0] == 1 ? batch.values[$0] : draw[$0]) }
        }
    }

    private func title(ofRow row: Int, _ table: Table, _ schema: Schema) -> String {
        let modelled = schema.columns.filter { $0.kind != .ignore }
        let observed = modelled.filter { column in
            table.columnIndex(of: column.name).map { !table.isMissing(row: row, column: $0) } ?? false
        }
        let names = observed.isEmpty ? "nothing" : observed.map(\.name).joined(separator: ", ")
        let text = "row \(row + 1): \(names) observed"
        // A panel's width holds about this much.
        return text.count <= 30 ? text : "row \(row + 1): \(observed.count) of \(modelled.count) columns observed"
    }
}
