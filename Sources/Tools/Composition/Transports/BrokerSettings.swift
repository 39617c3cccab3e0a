internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

// What the transports to a broker share.

extension TransportSettings {
    /// What `check-config` says of a broker; `manner` is how messages come from it.
    func brokerSummary(_ manner: String) -> String {
        let source =
            switch password {
            case .file(let path): "password from \(path)"
            case .value: "password given"
            }
        return "\(source), queue \(queue.rawValue), \(manner), group \(group)"
    }
}

extension PasswordSource {
    /// Reads the password at each connection, as a transport asks for it.
    var reader: @Sendable () throws(TransportError) -> String {
        { () throws(TransportError) in
            do throws(ToolError) {
                return try read().password.reveal()
            } catch {
                throw TransportError(.configuration, error.message)
            }
        }
    }
}
