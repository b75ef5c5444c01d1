import LacunaCommand

LacunaCommand.main()
