package import DockerNetworkProgram

/// The adapters that a program knows.
package struct AdapterCatalogue: Sendable {
    /// The transports, those too whose library this build lacks.
    package var transports: [any TransportAdapter.Type]
    /// The transport of a configuration that names none, and of the configuration of 2014: after its
    /// first scheme stands a broker.
    package var usualTransport: any TransportAdapter.Type
    /// The sinks.
    package var sinks: [any SinkAdapter.Type]
    /// The sinks that are used unless a configuration names some.
    ///
    /// An entry without a `kind` is of the first one's. None: the program writes nothing, and
    /// leaves `[[sinks]]` to the one that does.
    package var usualSinks: [SinkSettings]
    /// The sinks of the configuration of 2014.
    package var legacySinks: [SinkSettings]

    /// Creates one from its parts.
    package init(
        transports: [any TransportAdapter.Type], usualTransport: any TransportAdapter.Type,
        sinks: [any SinkAdapter.Type] = [], usualSinks: [SinkSettings] = [],
        legacySinks: [SinkSettings] = []
    ) {
        self.transports = transports
        self.usualTransport = usualTransport
        self.sinks = sinks
        self.usualSinks = usualSinks
        self.legacySinks = legacySinks
    }

    /// The adapter of a scheme, whether or not this build has its library; nil if there is none.
    package func transport(for scheme: String) -> (any TransportAdapter.Type)? {
        transports.first { $0.schemes.contains { $0.name == scheme } }
    }

    /// Reads a URL in the form that its scheme has.
    ///
    /// - Throws: `EndpointURLError`, which never repeats a part of the text.
    package func url(_ text: String) throws(EndpointURLError) -> EndpointURL {
        let name = try EndpointURL.scheme(of: text)
        let scheme = transport(for: name)?.schemes.first { $0.name == name }
        return try EndpointURL(text, as: scheme?.form ?? .broker)
    }

    /// The settings of a URL whose scheme has an adapter: every default, or what it takes over.
    ///
    /// - Parameters:
    ///   - url: The URL.
    ///   - former: The settings whose URL it replaces, if any.
    /// - Returns: The settings; those of `usualTransport` if the scheme has no adapter.
    package func settings(
        _ url: EndpointURL, replacing former: TransportSettings? = nil
    ) -> TransportSettings {
        let adapter = transport(for: url.scheme) ?? usualTransport
        guard let former, former.url.hasSocket == url.hasSocket,
            let own = adapter.init(replacing: former.adapter)
        else { return TransportSettings(url: url, adapter.init()) }
        return former.replacing(url, own)
    }

    /// The settings of a broker that the usual transport connects to.
    package func usualSettings(
        user: String, host: String, port: Int? = nil, virtualHost: String
    ) -> TransportSettings {
        TransportSettings(
            url: EndpointURL(
                scheme: usualTransport.schemes[0].name, user: user, host: host, port: port,
                virtualHost: virtualHost),
            usualTransport.init())
    }

    /// Returns the transport of a program without a configuration.
    package func usualSettings(for program: Program) -> TransportSettings {
        let virtualHost = "my-docker-network"
        return switch program {
        case .host:
            usualSettings(user: "host", host: "127.0.0.1", port: 5672, virtualHost: virtualHost)
        case .emitter:
            usualSettings(
                user: "emitter", host: EndpointURL.gatewayHost, virtualHost: virtualHost)
        }
    }

    /// The adapter of a kind, or nil where this build has none.
    package func sink(for kind: String) -> (any SinkAdapter.Type)? {
        sinks.first { $0.kind == kind }
    }

    /// Returns the text about a scheme that this build cannot serve, as the end of a sentence.
    package func missingTransport(_ scheme: String) -> String {
        let names = transports.filter { $0.isBuilt }.flatMap { $0.schemes.map(\.name) }
        return "has the scheme \(Printable.quoted(scheme)), for which this build has no transport; "
            + "it has \(names.isEmpty ? "none" : names.joined(separator: ", "))"
    }

    /// Returns the text about a URL that is skipped, as the end of a sentence.
    package func skippedTransport(_ url: EndpointURL) -> String {
        "\(url) is skipped: this build has no transport for \(url.scheme)"
    }

    /// Returns the text about a kind without an adapter, as the end of a sentence.
    package func missingSink(_ kind: String) -> String {
        "is \(Printable.quoted(kind)), and this build has no such sink; "
            + "it has \(sinks.map { $0.kind }.joined(separator: ", "))"
    }
}
