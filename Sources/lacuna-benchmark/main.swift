import Foundation
import LacunaCommand
import LacunaCore

if let status = try StartBenchmark.statusOfMeasuredProcess() { exit(status) }
exit(BenchmarkProgram.run(Array(CommandLine.arguments.dropFirst())))
