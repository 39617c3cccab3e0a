/// The flags of 2014, `--start` and `--stop`, as the subcommands that do their work.
package enum LegacyArguments {
    /// The arguments for the argument parser, without the program's name.
    ///
    /// `-D --start` means the same as `--start -D`. What begins with a subcommand stays as it is.
    package static func translated(_ arguments: [String]) -> [String] {
        guard arguments.first?.hasPrefix("-") == true,
            let index = arguments.firstIndex(where: { $0 == "--start" || $0 == "--stop" })
        else { return arguments }
        var rest = arguments
        let flag = rest.remove(at: index)
        return [String(flag.dropFirst(2))] + rest
    }
}
