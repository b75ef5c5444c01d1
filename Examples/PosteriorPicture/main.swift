import Foundation
import Lacuna

// Draws the exact posterior p(z | x_o) of a fitted model with two latents, and its variational posterior q(z | x_o) over it,
// for some rows of a table, into one SVG file.
//
//   swift run -c release PosteriorPicture MODEL.safetensors DATA.csv OUT.svg [ROW …]
//
// Rows are counted from 1; without any, the first six incomplete ones are drawn.

do {
    try PosteriorPicture(arguments: Array(CommandLine.arguments.dropFirst())).run()
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
