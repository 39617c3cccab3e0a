internal import DockerNetwork
internal import DockerNetworkNameServer
internal import Logging

extension SinkAdapter {
    /// Our own name server.
    package static let nameServer = Self(kind: "dns") {
        settings, domain, logger throws(ToolError) in
        var answers = NameServerSettings(domain: domain)
        answers.timeToLive = settings.nameServer.timeToLive
        answers.answersSubdomains = settings.nameServer.answersSubdomains
        answers.forwardsPrivateNetworks = settings.nameServer.forwardsPrivateAddresses
        answers.allowedNetworks = settings.nameServer.allowedNetworks
        do throws(SinkError) {
            return try NameServerSink(
                path: settings.path, settings: answers, names: settings.names,
                listen: settings.nameServer.listen, upstream: settings.nameServer.upstream
            ) { event in
                logger.log(
                    level: event.isTrouble ? .warning : .info, "the name server: \(event)")
            }
        } catch {
            throw ToolError(.configuration, error.message)
        }
    }
}
