package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram

/// A name of doctor's own, announced for real.
package struct NameProbe: Sendable {
    /// A reason why a host does not have it.
    private enum Failure: Hashable, Sendable {
        /// The host refuses it.
        case refused(reason: String)
        /// It cannot be announced, or the host has it and it is not written.
        case failed(reason: String)
    }

    /// A name whose withdrawal is lost goes with it.
    private static let lease = Lease(seconds: 10)

    /// The name and its address.
    package let registration: Registration
    private let settings: TransportSettings
    private let receiptTimeout: Duration

    /// Thinks of a name; nil if the domain or the address allows none.
    ///
    /// - Parameters:
    ///   - address: Where it is said to be.
    ///   - domain: Where it stands.
    ///   - settings: What it is announced over.
    ///   - receiptTimeout: How long a host may take to say that it has it, where it says so.
    package init?(
        at address: IPAddress, in domain: Domain, over settings: TransportSettings,
        receiptTimeout: Duration
    ) {
        let name = "doctor-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        guard let hostname = try? Hostname(name, in: domain),
            let registration = try? Registration(hostname: hostname, address: address)
        else { return nil }
        self.registration = registration
        self.settings = settings
        self.receiptTimeout = receiptTimeout
    }

    /// Announces or withdraws it.
    ///
    /// - Parameters:
    ///   - kind: Whether it comes or goes.
    ///   - limit: How long that may take.
    ///   - refusal: Who refuses it, as the beginning of a sentence.
    ///   - silence: The finding if that took longer.
    /// - Returns: What went wrong; nil: nothing.
    package func finding(
        _ kind: Announcement.Kind, within limit: Duration, refusal: String, silence: Finding
    ) async -> Finding? {
        switch await Bounded.value(within: limit, { await announce(kind) }) {
        case .some(nil): nil
        case .refused(let reason)??:
            Finding("probe", .warning, "\(refusal), so nothing more can be tried: \(reason)")
        case .failed(let reason)??: Finding("probe", .error, reason)
        case nil: silence
        }
    }

    private func announce(_ kind: Announcement.Kind) async -> Failure? {
        do {
            let transport = try Composition.transport(settings)
            let hears = transport.capabilities.contains(.receipts)
            try await OneShot(
                transport: transport, noHostTimeout: .zero,
                receiptTimeout: hears ? receiptTimeout : nil
            ).announce([Announcement(kind, registration, lease: Self.lease)])
            return nil
        } catch let failure as OneShot.Failure {
            switch failure {
            case .transport(let error): return .failed(reason: error.message)
            case .refused(let refused):
                return .refused(reason: refused.first?.reason ?? "no reason given")
            case .unmet(let unmet):
                return .failed(reason: unmet.first?.reason ?? "it is registered, but not written")
            }
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    /// Returns the reason why nobody can announce over a transport; nil: an emitter can connect.
    package static func connectionFailure(of settings: TransportSettings) async -> TransportError? {
        do {
            let transport = try Composition.transport(settings)
            await (try transport.openPublisher(PublisherOptions())).close()
            return nil
        } catch let error as TransportError {
            return error
        } catch {
            return TransportError(.configuration, "\(error)")
        }
    }
}
