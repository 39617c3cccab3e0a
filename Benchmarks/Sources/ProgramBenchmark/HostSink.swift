import ArgumentParser

/// Who answers with the names of the host service.
enum HostSink: String, CaseIterable, ExpressibleByArgument {
    /// A dnsmasq that reads a hosts directory.
    case dnsmasq
    /// The service itself.
    case dns

    /// The host service's name in the table.
    var subject: String {
        switch self {
        case .dnsmasq: "host service"
        case .dns: "host service, own server"
        }
    }

    /// The sinks that a text names, separated by commas.
    static func read(_ text: String) throws -> [Self] {
        try text.split(separator: ",").map { word in
            guard let sink = Self(rawValue: String(word)) else {
                throw ValidationError("'\(word)' is no sink; there are dnsmasq and dns")
            }
            return sink
        }
    }
}
