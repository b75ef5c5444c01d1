import Foundation
import Lacuna

// Composes latent variable models in Swift, without a configuration: for a table, and for rows of numbers.
//
//   swift run -c release ComposedInCode                    completes Examples/Data/penguins.csv, and then an array
//   swift run -c release ComposedInCode DATA.csv COLUMN    completes another table, and tells the mean of a column

/// A number as it is printed.
func text(_ number: Double) -> String { String(format: "%.2f", number) }

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let path = arguments.first ?? "Examples/Data/penguins.csv"
    let column = arguments.count > 1 ? arguments[1] : "body_mass_g"
    print("mean of \(column) in 5 completed tables:")
    for mean in try ComposedInCode.means(of: column, in: Table.read(path: path)) { print("  \(text(mean))") }

    let rows = ComposedInCode.circle(count: 400)
    let completion = try ComposedInCode.complete(rows)
    print("points of a circle, x2 missing in every third: x1, then x2 and its range of 80 %")
    for row in stride(from: 0, to: 15, by: 3) {
        let (point, low, high) = (completion.mean[row], completion.low[row][1], completion.high[row][1])
        print("  \(text(point[0])), \(text(point[1])) from \(text(low)) to \(text(high))")
    }
    print("log p(x_o): \(text(completion.logLikelihood)) nats a row")
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
