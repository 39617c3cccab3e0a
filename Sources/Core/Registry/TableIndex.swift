/// Finds the table's registrations by hostname and by address.
struct TableIndex: Sendable {
    private var addresses = MultiMap<Hostname, IPAddress>()
    private var hostnames = MultiMap<IPAddress, Hostname>()

    /// Every registration of a hostname.
    func registrations(of hostname: Hostname) -> [Registration] {
        addresses.map(hostname) { Registration(hostname: hostname, reachable: $0) }
    }

    /// Every registration at an address.
    func registrations(at address: IPAddress) -> [Registration] {
        hostnames.map(address) { Registration(hostname: $0, reachable: address) }
    }

    mutating func insert(_ registration: Registration) {
        addresses.insert(registration.address, for: registration.hostname)
        hostnames.insert(registration.hostname, for: registration.address)
    }

    mutating func remove(_ registration: Registration) {
        addresses.remove(registration.address, for: registration.hostname)
        hostnames.remove(registration.hostname, for: registration.address)
    }
}
