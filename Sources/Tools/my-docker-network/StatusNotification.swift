internal import DockerNetworkProgram
internal import DockerNetwork
internal import ServiceLifecycle

/// Tells the service manager in one line how the service does, as `systemctl status` shows it.
struct StatusNotification: Service {
    /// A count that is some seconds old is good enough for a person.
    private static let pause = Duration.seconds(5)

    private let service: HostService
    private let notification: ServiceNotification

    /// Makes one, or returns nil where nobody wants to be told.
    init?(_ service: HostService) {
        guard let notification = ServiceNotification.ofProcess() else { return nil }
        self.service = service
        self.notification = notification
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told = ""
            // Not at once: who waits for READY=1 and reads one message gets that.
            while (try? await Task.sleep(for: Self.pause)) != nil {
                let text = Self.text(await service.status(includesNames: false))
                if text != told { notification.send("STATUS=\(text)") }
                told = text
            }
        }
    }

    /// A line such as `12 names; connected: unix:///…; not connected: amqp://…; behind: dnsmasq …`.
    private static func text(_ status: HostStatus) -> String {
        let isLost = { (transport: HostStatus.Transport) in transport.connectedSince == nil }
        let groups = [
            (
                "connected",
                status.transports.filter { !isLost($0) }.map { $0.endpointInUse ?? $0.name }
            ),
            ("not connected", status.transports.filter(isLost).map(\.name)),
            ("behind", status.sinks.filter { !$0.isCurrent }.map(\.name)),
        ]
        let names = "\(status.nameCount) \(status.nameCount == 1 ? "name" : "names")"
        let parts = groups.filter { !$0.1.isEmpty }.map {
            "\($0.0): \($0.1.joined(separator: ", "))"
        }
        return LogText.line(([names] + parts).joined(separator: "; "))
    }
}

extension StatusNotification: CustomStringConvertible {
    /// A few words for a log.
    var description: String { "status for the service manager" }
}
