import LacunaCore
