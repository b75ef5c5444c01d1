extension LacunaError {
    /// The program that read our output has gone (`lacuna … | head`).
    ///
    /// Not a failure of anybody: the command line says nothing and ends with exit status 141, as a Unix tool that is
    /// ended by the signal SIGPIPE does.
    public static let closedPipe = LacunaError(.interrupted, "the reader of the output has closed it")
}
