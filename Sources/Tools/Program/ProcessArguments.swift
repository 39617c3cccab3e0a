internal import DockerNetworkSystem

/// The arguments of this process, byte for byte.
package enum ProcessArguments {
    /// The arguments after the program's name, as texts that keep their bytes.
    package static func texts() -> [String] {
        all().dropFirst().map(ForeignText.decode)
    }

    /// The bytes of each argument behind the first `--`.
    package static func behindTerminator() -> [[UInt8]] {
        Array(all().drop { $0 != Array("--".utf8) }.dropFirst())
    }

    private static func all() -> [[UInt8]] {
        (0..<Int(CommandLine.argc)).compactMap { index in
            guard let argument = CommandLine.unsafeArgv[index] else { return nil }
            var bytes: [UInt8] = []
            var next = argument
            while next.pointee != 0 {
                bytes.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
            return bytes
        }
    }
}
