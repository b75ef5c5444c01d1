import Foundation
import Lacuna

// Toy tables of two columns whose first one is missing by its own value, or by the place of the point.
//
//   MissingNotAtRandom sample PROBLEM ROWS SEED OUT.csv                       draws complete rows
//   MissingNotAtRandom score PROBLEM COMPLETE.csv HOLES.csv MODEL.safetensors TEST.csv TEST-HOLES.csv
//                                                                             scores a fitted model
//   MissingNotAtRandom exact PROBLEM COMPLETE.csv HOLES.csv                   scores the true conditional
//   MissingNotAtRandom linear COMPLETE.csv HOLES.csv                          the best linear boundary between complete rows
//   MissingNotAtRandom picture PROBLEM COMPLETE.csv HOLES.csv OUT.svg TITLE=MODEL.safetensors …
//                                                                             draws the learnt missingness
//
// PROBLEM is one of gaussian, ring, side and opposite.

do {
    try MissingNotAtRandom(arguments: Array(CommandLine.arguments.dropFirst())).run()
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
