import DetectionLimits
import LacunaCommand

LacunaCommand.main(plugins: [DetectionLimitsPlugin.self])
