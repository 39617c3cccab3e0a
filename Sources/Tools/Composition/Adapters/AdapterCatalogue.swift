/// Every adapter there is in this build: a new one is a folder of its own and a line here.
package enum AdapterCatalogue {
    /// The transports by URL scheme.
    package static let transports: [TransportAdapter] = {
        var adapters: [TransportAdapter] = []
        #if RabbitMQ
            adapters.append(.rabbitMQ)
        #endif
        #if RabbitMQManagement
            adapters.append(.rabbitMQManagement)
        #endif
        adapters.append(.unixSocket)
        #if Docker
            adapters.append(.docker)
        #endif
        return adapters
    }()

    /// The schemes that other builds serve: a URL that has one is skipped where there are others.
    package static let schemesOfOtherBuilds: [String] =
        (["amqp", "amqps", "http", "https"] + EndpointURL.engineSchemes)
        .filter { transport(for: $0) == nil }

    /// The sinks by `kind`.
    package static let sinks: [SinkAdapter] = [.nameServer, .dnsmasq, .systemHosts]

    /// The adapter of a scheme, or nil where this build has none.
    package static func transport(for scheme: String) -> TransportAdapter? {
        transports.first { $0.schemes.contains(scheme) || $0.encryptedSchemes.contains(scheme) }
    }

    /// Whether a scheme's connections are encrypted.
    package static func isEncrypted(_ scheme: String) -> Bool {
        transports.contains { $0.encryptedSchemes.contains(scheme) }
    }

    /// Whether a scheme's hosts look for messages again and again.
    package static func isPolled(_ scheme: String) -> Bool {
        transport(for: scheme)?.isPolled ?? false
    }

    /// Whether a scheme's URLs name a socket in the file system.
    package static func isLocal(_ scheme: String) -> Bool {
        transport(for: scheme)?.isLocal ?? false
    }

    /// Whether a URL leads to a broker, where there is a user with a password, and a queue.
    package static func hasBroker(_ url: EndpointURL) -> Bool {
        !isLocal(url.scheme) && !url.isEngine
    }

    /// The adapter of a kind, or nil where this build has none.
    package static func sink(for kind: String) -> SinkAdapter? {
        sinks.first { $0.kind == kind }
    }

    /// What to say of a scheme without an adapter, as the end of a sentence.
    package static func missingTransport(_ scheme: String) -> String {
        let names = transports.flatMap { $0.schemes + $0.encryptedSchemes }
        return "has the scheme \(Printable.quoted(scheme)), for which this build has no transport; "
            + "it has \(names.isEmpty ? "none" : names.joined(separator: ", "))"
    }

    /// What to say of a URL that is skipped, as the end of a sentence.
    package static func skippedTransport(_ url: EndpointURL) -> String {
        "\(url) is skipped: this build has no transport for \(url.scheme)"
    }

    /// What to say of a kind without an adapter, as the end of a sentence.
    package static func missingSink(_ kind: String) -> String {
        "is \(Printable.quoted(kind)), and this build has no such sink; "
            + "it has \(sinks.map(\.kind).joined(separator: ", "))"
    }
}
