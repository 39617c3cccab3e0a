package import DockerNetwork

extension Configuration {
    /// What an emitter announces: every name at every address, each once.
    ///
    /// - Throws: `ToolError` (78) where the machine's name is no hostname, no entry has an address,
    ///   or nobody could reach one.
    package func registrations() throws(ToolError) -> [Registration] {
        let hostnames = try HostnameText.announced(emit, in: domain)
        let addresses = try AnnouncedAddresses(interfaces: NetworkInterfaces.current())
            .choose(emit.addresses, brokerHosts: transports.map(\.url.host))
        var registrations: [Registration] = []
        for hostname in hostnames {
            for address in addresses {
                let registration: Registration
                do {
                    registration = try Registration(hostname: hostname, address: address)
                } catch {
                    throw .configuration("addresses", "\(error): nobody could reach it there")
                }
                if !registrations.contains(registration) { registrations.append(registration) }
            }
        }
        return registrations
    }
}
