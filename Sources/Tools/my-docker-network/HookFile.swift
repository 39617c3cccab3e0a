internal import DockerNetworkConfiguration
package import DockerNetworkProgram

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A file of a hook for container runtimes (oci-hooks(5)).
package enum HookFile {
    /// Makes the file, with its last newline.
    ///
    /// - Parameter configuration: The TOML file that the hook reads; nil: its usual one.
    /// - Returns: The file's text.
    /// - Throws: `ToolError` (64) where that is no absolute path: a runtime has a folder of its own.
    package static func text(configuration: String?) throws(ToolError) -> String {
        if let configuration, !configuration.hasPrefix("/") {
            throw SettingSource.flag("--config").error(
                value: configuration, "an absolute path, since the hook runs elsewhere")
        }
        var arguments = [name, "hook"]
        if let configuration { arguments += ["--config", configuration] }
        return """
            {
              "version": "1.0.0",
              "hook": {
                "path": \(JSONText.string(program)),
                "args": [\(arguments.map(JSONText.string).joined(separator: ", "))]
              },
              "when": { "always": true },
              "stages": ["createRuntime", "poststop"]
            }

            """
    }

    private static let name = "my-docker-network-emit"

    /// The emitter beside this program, or else where packages put it.
    private static var program: String {
        let own = DetachedProgram.ownPath
        let beside = "\(own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex))/\(name)"
        return access(beside, X_OK) == 0 ? beside : "/usr/bin/\(name)"
    }
}
