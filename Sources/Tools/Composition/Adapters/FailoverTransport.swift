package import DockerNetwork

/// Several transports in order of preference as one: a connection is opened by the first of them
/// that can.
///
/// A connection that is lost is opened again by whoever held it, and then the order counts anew.
package struct FailoverTransport: Transport {
    private let transports: [any Transport]

    /// Joins transports, at least one, the preferred one first.
    package static func joining(_ transports: [any Transport]) -> any Transport {
        if transports.count == 1, let only = transports.first { return only }
        return Self(transports: transports)
    }

    /// Every endpoint, the preferred one first.
    package var endpoint: String {
        transports.map(\.endpoint).joined(separator: ", ")
    }

    /// What all of them can, since any of them may be the one.
    package var capabilities: TransportCapabilities {
        transports.reduce(transports.first?.capabilities ?? []) {
            $0.intersection($1.capabilities)
        }
    }

    /// Connects as an emitter.
    ///
    /// - Throws: `TransportError` once all of them failed.
    package func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        var failures: [TransportError] = []
        for transport in transports {
            do throws(TransportError) {
                return try await transport.openPublisher(options)
            } catch {
                guard error.code != .cancelled else { throw error }
                failures.append(error)
            }
        }
        throw Self.joined(failures)
    }

    /// Connects as a host.
    ///
    /// - Throws: `TransportError` once all of them failed.
    package func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        var failures: [TransportError] = []
        for transport in transports {
            do throws(TransportError) {
                return try await transport.openSubscription(options)
            } catch {
                guard error.code != .cancelled else { throw error }
                failures.append(error)
            }
        }
        throw Self.joined(failures)
    }

    /// One error of several: as long as one of them may succeed later, all of it may.
    private static func joined(_ failures: [TransportError]) -> TransportError {
        let decisive = failures.first(where: \.isTransient) ?? failures.first
        return TransportError(
            decisive?.code ?? .configuration, failures.map(\.message).joined(separator: "; "))
    }
}
