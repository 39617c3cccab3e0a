package import DockerNetwork
package import DockerNetworkProgram

extension Configuration {
    /// Returns the registrations of an emitter: every name at every address, each once.
    ///
    /// - Parameter announced: What is announced now: of its addresses none is left that is still
    ///   there.
    /// - Returns: At least one registration.
    /// - Throws: `ToolError` (78) where the machine's name is no hostname, no entry has an address,
    ///   or nobody could reach one.
    package func registrations(
        keeping announced: [Registration] = []
    ) throws(ToolError) -> [Registration] {
        let hostnames = try HostnameText.announced(emit, in: domain).names
        let addresses = try AnnouncedAddresses(interfaces: NetworkInterfaces.current())
            .choose(
                emit.addresses, brokerHosts: transports.map(\.url.host),
                keeping: Self.addresses(of: announced), saidBy: emit.addressesSource)
        var registrations: [Registration] = []
        for hostname in hostnames {
            for address in addresses {
                let registration: Registration
                do {
                    registration = try Registration(hostname: hostname, address: address)
                } catch {
                    throw .configuration(
                        emit.addressesSource ?? "addresses", "\(error): nobody could reach it there"
                    )
                }
                if !registrations.contains(registration) { registrations.append(registration) }
            }
        }
        return registrations
    }

    /// Puts the machine's hostname where no other is said.
    ///
    /// - Returns: One line, where the name had to be made valid.
    /// - Throws: `ToolError` (78) where that cannot be.
    package mutating func nameMachine() throws(ToolError) -> String? {
        let (names, notice) = try HostnameText.announced(emit, in: domain)
        emit.hostnames = names
        return notice
    }

    private static func addresses(of registrations: [Registration]) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for registration in registrations where !addresses.contains(registration.address) {
            addresses.append(registration.address)
        }
        return addresses
    }
}
