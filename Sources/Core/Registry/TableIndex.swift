/// Finds the table's registrations by hostname and by address.
struct TableIndex: Sendable {
    private var addresses: [Hostname: [IPAddress]] = [:]
    private var hostnames: [IPAddress: [Hostname]] = [:]

    /// Every registration of a hostname.
    func registrations(of hostname: Hostname) -> [Registration] {
        addresses[hostname, default: []].map { Registration(hostname: hostname, reachable: $0) }
    }

    /// Every registration at an address.
    func registrations(at address: IPAddress) -> [Registration] {
        hostnames[address, default: []].map { Registration(hostname: $0, reachable: address) }
    }

    mutating func insert(_ registration: Registration) {
        addresses[registration.hostname, default: []].append(registration.address)
        hostnames[registration.address, default: []].append(registration.hostname)
    }

    mutating func remove(_ registration: Registration) {
        Self.remove(registration.address, from: &addresses[registration.hostname])
        Self.remove(registration.hostname, from: &hostnames[registration.address])
    }

    private static func remove<Element: Equatable>(_ element: Element, from list: inout [Element]?)
    {
        guard let index = list?.firstIndex(of: element) else { return }
        if list?.count == 1 {
            list = nil
        } else {
            list?.remove(at: index)
        }
    }
}
