import Foundation
import Lacuna

// Compares samplers on a mixture of normals whose conditionals are known.
//
//   ConditionalSamplers compare MIXTURE.json5 MODEL.safetensors SAMPLERS.json5   prints a table of divergences
//   ConditionalSamplers sample MIXTURE.json5 ROWS SEED OUT.csv                   draws rows of the mixture
//   ConditionalSamplers density MIXTURE.json5 DATA.csv                           its mean log-density on rows

do {
    try ConditionalSamplers(arguments: Array(CommandLine.arguments.dropFirst())).run()
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
