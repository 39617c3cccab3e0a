internal import DockerNetworkProgram

/// The adapters that a program is built with.
package struct AdapterCatalogue: Sendable {
    /// The transports.
    package var transports: [any TransportAdapter.Type]
    /// The sinks.
    package var sinks: [any SinkAdapter.Type]
    /// What is written unless a configuration names sinks.
    ///
    /// An entry without a `kind` is of the first one's. None: the program writes nothing, and
    /// leaves `[[sinks]]` to the one that does.
    package var usualSinks: [SinkSettings]
    /// What the configuration of 2014 writes.
    package var legacySinks: [SinkSettings]

    /// Creates one from its parts.
    package init(
        transports: [any TransportAdapter.Type], sinks: [any SinkAdapter.Type] = [],
        usualSinks: [SinkSettings] = [], legacySinks: [SinkSettings] = []
    ) {
        self.transports = transports
        self.sinks = sinks
        self.usualSinks = usualSinks
        self.legacySinks = legacySinks
    }

    /// The schemes that other builds serve: a URL that has one is skipped where there are others.
    package var schemesOfOtherBuilds: [String] {
        (["amqp", "amqps", "http", "https"] + EndpointURL.engineSchemes)
            .filter { transport(for: $0) == nil }
    }

    /// The adapter of a scheme, or nil where this build has none.
    package func transport(for scheme: String) -> (any TransportAdapter.Type)? {
        transports.first { $0.schemes.contains(scheme) || $0.encryptedSchemes.contains(scheme) }
    }

    /// Whether a scheme's connections are encrypted.
    package func isEncrypted(_ scheme: String) -> Bool {
        transports.contains { $0.encryptedSchemes.contains(scheme) }
    }

    /// Whether a scheme's hosts look for messages again and again.
    package func isPolled(_ scheme: String) -> Bool {
        transport(for: scheme)?.isPolled ?? false
    }

    /// The adapter of a kind, or nil where this build has none.
    package func sink(for kind: String) -> (any SinkAdapter.Type)? {
        sinks.first { $0.kind == kind }
    }

    /// What to say of a scheme without an adapter, as the end of a sentence.
    package func missingTransport(_ scheme: String) -> String {
        let names = transports.flatMap { $0.schemes + $0.encryptedSchemes }
        return "has the scheme \(Printable.quoted(scheme)), for which this build has no transport; "
            + "it has \(names.isEmpty ? "none" : names.joined(separator: ", "))"
    }

    /// What to say of a URL that is skipped, as the end of a sentence.
    package func skippedTransport(_ url: EndpointURL) -> String {
        "\(url) is skipped: this build has no transport for \(url.scheme)"
    }

    /// What to say of a kind without an adapter, as the end of a sentence.
    package func missingSink(_ kind: String) -> String {
        "is \(Printable.quoted(kind)), and this build has no such sink; "
            + "it has \(sinks.map { $0.kind }.joined(separator: ", "))"
    }
}
