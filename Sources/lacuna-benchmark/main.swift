import Foundation
import LacunaCommand
import LacunaCore

exit(BenchmarkProgram.run(Array(CommandLine.arguments.dropFirst())))
