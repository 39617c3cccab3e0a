package import DockerNetwork
package import DockerNetworkProgram

/// The settings that one kind of transport has of its own, and how the transport is made of them.
///
/// A new kind is one type that conforms, and one line in the catalogue: no other code knows its
/// schemes or its keys.
package protocol TransportAdapter: Hashable, Sendable {
    /// The URL schemes that pick it.
    static var schemes: [TransportScheme] { get }
    /// Its keys in `[[transports]]`, beside those that every transport has.
    static var keys: [String] { get }
    /// The feature that a transport without these keys lacks, as the end of a sentence.
    static var lack: String { get }
    /// Whether this build has the library that it needs.
    static var isBuilt: Bool { get }
    /// Whether it leads to a broker: then there is a password, and one broker stands in for another.
    static var hasBroker: Bool { get }
    /// Whether emitters announce over it; else it only tells a host what it finds.
    static var canAnnounce: Bool { get }

    /// Creates one with every default.
    init()

    /// Takes over what a URL of another transport had beside it, when the environment or a flag
    /// replaces that URL; nil: nothing of it fits.
    init?(replacing other: any TransportAdapter)

    /// Reads its keys; those that every transport has are read already.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - url: The URL that stands in it.
    ///   - warnings: Gets what is allowed but unwise, each as one line.
    /// - Throws: `ToolError` (78) with file, line and key.
    init(_ table: SettingsTable, _ url: EndpointURL, warnings: inout [String]) throws(ToolError)

    /// Its keys that have a use with a URL.
    static func keys(for url: EndpointURL) -> [String]

    /// Returns the text for `check-config`, after the URL.
    func summary(_ settings: TransportSettings) -> String
    /// The number of connections that it accepts, each of which is an open file.
    var openFiles: UInt64 { get }

    /// Checks what the settings name, without contacting anybody.
    ///
    /// - Throws: `ToolError` (78) that says what is wrong.
    func check() throws(ToolError)

    /// Makes what emitters publish over and hosts listen to; it connects nowhere yet.
    ///
    /// - Throws: `ToolError` (78) if it cannot be made, or if nobody can announce over it.
    func make(_ settings: TransportSettings) throws(ToolError) -> any Transport

    /// Makes one of a host's transports; it connects nowhere yet.
    ///
    /// - Throws: `ToolError` (78) if it cannot be made.
    func makeSource(
        _ settings: TransportSettings, of configuration: Configuration
    ) throws(ToolError) -> any AnnouncementSource
}

extension TransportAdapter {
    package static var isBuilt: Bool { true }
    package static var hasBroker: Bool { false }
    package static var canAnnounce: Bool { true }

    package init?(replacing other: any TransportAdapter) {
        guard let same = other as? Self else { return nil }
        self = same
    }

    package static func keys(for url: EndpointURL) -> [String] { keys }

    package var openFiles: UInt64 { 0 }
    package func check() throws(ToolError) {}

    package func make(_ settings: TransportSettings) throws(ToolError) -> any Transport {
        throw .configuration("url", "\(settings.url): nobody can announce over it")
    }

    package func makeSource(
        _ settings: TransportSettings, of configuration: Configuration
    ) throws(ToolError) -> any AnnouncementSource {
        try make(settings)
    }
}

/// One scheme of a transport's URLs.
package struct TransportScheme: Hashable, Sendable {
    /// The part before `://`, in lower case.
    package var name: String
    /// The form of the part after it.
    package var form: EndpointURL.Form
    /// Whether connections are encrypted.
    package var isEncrypted: Bool

    /// Creates one from its parts.
    package init(_ name: String, _ form: EndpointURL.Form, isEncrypted: Bool = false) {
        self.name = name
        self.form = form
        self.isEncrypted = isEncrypted
    }
}
