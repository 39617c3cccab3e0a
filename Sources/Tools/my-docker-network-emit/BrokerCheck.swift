internal import DockerNetwork
internal import DockerNetworkProgram

/// Asks once, before anything starts, whether a broker can be reached.
struct BrokerCheck {
    let transport: any Transport

    /// The timeout of connecting.
    private static let limit = Duration.seconds(10)

    /// Connects and disconnects.
    ///
    /// - Throws: `ToolError` with the status of what went wrong; 75 where it takes over 10 s.
    func run() async throws(ToolError) {
        let transport = transport
        let end = await withDeadline(after: Self.limit, on: LoopClock()) {
            await Self.failure(of: transport)
        }
        let late = TransportError(
            .timedOut,
            "\(transport.endpoint): not connected within 10s; check that the broker runs")
        if let failure = end ?? late { throw ToolError(failure) }
    }

    private static func failure(of transport: any Transport) async -> TransportError? {
        do throws(TransportError) {
            await (try transport.openPublisher(PublisherOptions())).close()
            return nil
        } catch {
            return error
        }
    }
}
