/// The command line as a library.
public enum LacunaCommand {
    /// Runs the program.
    public static func main() {}
}
