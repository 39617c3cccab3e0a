#if Docker
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    extension DockerConfiguration {
        /// Says what fails where the engine is.
        var errorTexts: HTTPErrorTexts {
            HTTPErrorTexts(
                endpoint: endpoint, server: "the engine",
                whereToLook: "check that the engine runs, and the socket, or host and port",
                whatSecures: "check that the port is the engine's for TLS 1.2 or newer, "
                    + "and whether it asks for a certificate")
        }

        /// Checks everything; it may read files, so not on the cooperative pool.
        ///
        /// - Throws: `.configuration` that names what is wrong.
        func settings() throws(TransportError) -> HTTPSettings {
            guard !name.isEmpty, name.utf8.count <= 200 else {
                throw errorTexts.error(.configuration, "the name must have 1 to 200 bytes")
            }
            guard requestTimeout >= .milliseconds(1), requestTimeout <= .seconds(3600) else {
                throw errorTexts.error(.configuration, "a time-out must be from 1 ms to an hour")
            }
            // An answer that takes longer than a third of the lease would let names end.
            let timeout = max(min(requestTimeout, lease.renewalInterval), .milliseconds(1))
            let milliseconds = max(1, Int(timeout / .milliseconds(1)))
            let userAgent = "\(Topology.exchange)/\(Topology.version)"
            switch place {
            case .socket(let path):
                guard path.hasPrefix("/"), path.utf8.count <= 100, !path.utf8.contains(0) else {
                    throw errorTexts.error(
                        .configuration, "a socket's path is absolute and has at most 100 bytes")
                }
                // Docker wants a host in each request, and no particular one.
                return HTTPSettings(
                    endpoint: endpoint, base: "http://localhost", place: .socket(path),
                    connectTimeout: milliseconds, requestTimeout: milliseconds,
                    userAgent: userAgent)
            case .host(let host, let port):
                if let problem = security?.problem {
                    throw errorTexts.error(.configuration, problem)
                }
                let host = try DefaultGateway.resolving(host)
                let shown = host.contains(":") ? "[\(host)]" : host
                let scheme = security == nil ? "http" : "https"
                return HTTPSettings(
                    endpoint: endpoint, base: "\(scheme)://\(shown):\(port)",
                    place: .host(HostConnector(host: host, port: port)),
                    security: security, connectTimeout: milliseconds, requestTimeout: milliseconds,
                    userAgent: userAgent)
            }
        }
    }
#endif
