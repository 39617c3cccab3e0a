package import DockerNetwork
package import DockerNetworkProgram
package import Logging

/// The settings that one kind of sink has of its own, and how the sink is made of them.
///
/// A new kind is one type that conforms, and one line in the catalogue: no other code knows its keys.
package protocol SinkAdapter: Hashable, Sendable {
    /// The word that picks it: `kind = "dns"`.
    static var kind: String { get }
    /// Its keys in `[[sinks]]`, beside those that every sink has.
    static var keys: [String] { get }
    /// The reason why there is one sink of the kind at most, as the end of a sentence; nil: there
    /// may be several.
    static var reasonForOne: String? { get }

    /// Reads its keys; those that every sink has are read already.
    ///
    /// - Throws: `ToolError` (78) with file, line and key.
    init(_ table: SettingsTable) throws(ToolError)

    /// The place that it writes unless `path` says otherwise.
    var usualPath: String { get }
    /// The manner in which it writes, if there are several, for `check-config`.
    var mode: String? { get }
    /// The rest of what `check-config` says of it, each a few words.
    var summary: [String] { get }
    /// The number of files that the service may have open for it, beside its usual ones.
    var openFiles: UInt64 { get }

    /// Checks what the settings name, without contacting anybody.
    ///
    /// - Throws: What is wrong, as the end of a line that begins with the sink's name.
    func check() throws(SinkError)

    /// Makes the sink; nothing is read, written or bound before it is used.
    ///
    /// - Parameters:
    ///   - place: Where, and which names.
    ///   - logger: Gets what the sink notices that is no failure.
    /// - Returns: The sink.
    /// - Throws: `SinkError` if it cannot be made.
    func make(_ place: SinkPlace, logger: Logger) throws(SinkError) -> any HostsSink
}

extension SinkAdapter {
    package static var reasonForOne: String? { nil }
    package var mode: String? { nil }
    package var summary: [String] { [] }
    package var openFiles: UInt64 { 0 }
    package func check() throws(SinkError) {}
}

/// The parts that every sink is made of, whatever its kind.
package struct SinkPlace: Sendable {
    /// The directory or the file.
    package var path: String
    /// The domain that the names get.
    package var domain: Domain
    /// The patterns of the names that go there.
    package var names: [NamePattern]
    /// Whether it may answer questions; else it only reads and writes its place.
    package var serves: Bool

    /// Creates one from its parts.
    package init(path: String, domain: Domain, names: [NamePattern], serves: Bool) {
        self.path = path
        self.domain = domain
        self.names = names
        self.serves = serves
    }
}
