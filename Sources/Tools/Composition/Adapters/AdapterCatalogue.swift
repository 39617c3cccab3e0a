/// Every adapter there is in this build: a new one is a folder of its own and a line here.
package enum AdapterCatalogue {
    /// The transports by URL scheme.
    package static let transports: [TransportAdapter] = {
        var adapters: [TransportAdapter] = []
        #if RabbitMQ
            adapters.append(.rabbitMQ)
        #endif
        return adapters
    }()

    /// The sinks by `kind`.
    package static let sinks: [SinkAdapter] = [.dnsmasq]

    /// The adapter of a scheme, or nil where this build has none.
    package static func transport(for scheme: String) -> TransportAdapter? {
        transports.first { $0.schemes.contains(scheme) || $0.encryptedSchemes.contains(scheme) }
    }

    /// Whether a scheme's connections are encrypted.
    package static func isEncrypted(_ scheme: String) -> Bool {
        transports.contains { $0.encryptedSchemes.contains(scheme) }
    }

    /// The adapter of a kind, or nil where this build has none.
    package static func sink(for kind: String) -> SinkAdapter? {
        sinks.first { $0.kind == kind }
    }

    /// What to say of a scheme without an adapter, as the end of a sentence.
    package static func missingTransport(_ scheme: String) -> String {
        let names = transports.flatMap { $0.schemes + $0.encryptedSchemes }
        return "has the scheme \(Printable.quoted(scheme)), for which this build has no transport; "
            + "it has \(names.joined(separator: ", "))"
    }

    /// What to say of a kind without an adapter, as the end of a sentence.
    package static func missingSink(_ kind: String) -> String {
        "is \(Printable.quoted(kind)), and this build has no such sink; "
            + "it has \(sinks.map(\.kind).joined(separator: ", "))"
    }
}
