package import DockerNetwork
package import DockerNetworkProgram

/// One kind of transport: the URLs that pick it, and how it is made of its settings.
///
/// A new kind is one type that conforms, and one line in the catalogue.
package protocol TransportAdapter: Sendable {
    /// The URL schemes it serves unencrypted.
    static var schemes: [String] { get }
    /// The URL schemes it serves encrypted.
    static var encryptedSchemes: [String] { get }
    /// Whether a host looks for messages again and again, rather than being sent them.
    static var isPolled: Bool { get }

    /// What `check-config` says of it, after its URL.
    static func summary(_ settings: TransportSettings) -> String

    /// How many connections it accepts, each of which is an open file.
    static func openFiles(_ settings: TransportSettings) -> UInt64

    /// Makes what emitters publish over and hosts listen to; it connects nowhere yet.
    ///
    /// - Throws: `ToolError` (78) if it cannot be made, or if nobody can announce over it.
    static func transport(_ settings: TransportSettings) throws(ToolError) -> any Transport

    /// Makes one of a host's transports; it connects nowhere yet.
    ///
    /// - Throws: `ToolError` (78) if it cannot be made.
    static func source(
        _ settings: TransportSettings, of configuration: Configuration
    ) throws(ToolError) -> any AnnouncementSource
}

extension TransportAdapter {
    package static var encryptedSchemes: [String] { [] }
    package static var isPolled: Bool { false }

    package static func openFiles(_ settings: TransportSettings) -> UInt64 { 0 }

    package static func source(
        _ settings: TransportSettings, of configuration: Configuration
    ) throws(ToolError) -> any AnnouncementSource {
        try transport(settings)
    }
}
