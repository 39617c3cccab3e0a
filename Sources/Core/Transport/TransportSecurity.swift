/// The files of an encrypted connection (TLS 1.2 or newer, the peer verified), all in PEM.
public struct TransportSecurity: Hashable, Sendable {
    /// The certificates that may sign the peer's; nil: those that the system trusts.
    public var certificateAuthorityFile: String?
    /// This client's certificate, if the peer asks for one.
    public var certificateFile: String?
    /// The key of `certificateFile`, without a passphrase.
    public var keyFile: String?

    /// Creates one from its parts.
    public init(
        certificateAuthorityFile: String? = nil, certificateFile: String? = nil,
        keyFile: String? = nil
    ) {
        self.certificateAuthorityFile = certificateAuthorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
