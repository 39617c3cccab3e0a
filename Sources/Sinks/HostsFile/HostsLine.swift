package import DockerNetwork

/// An entry's line: `IP HOST.docker #my-docker-network was here`, and after that who holds it and how long.
///
/// The comment is the one of 2014, so that a file of either program can be read by the other.
package enum HostsLine {
    /// The comment that makes a line ours.
    static let comment: StaticString = "#my-docker-network was here"

    /// Appends the line of an entry, its newline included.
    package static func append(_ entry: Entry, domain: Domain, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: entry.registration.address.description.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: entry.registration.hostname.name.utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: domain.name.utf8)
        bytes.append(UInt8(ascii: " "))
        comment.withUTF8Buffer { bytes.append(contentsOf: $0) }
        if let holder = entry.holder { append(holder, to: &bytes) }
        if let lease = entry.lease {
            bytes.append(contentsOf: " lease=".utf8)
            bytes.append(contentsOf: String(lease.seconds).utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func append(_ holder: Origin, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: " instance=".utf8)
        bytes.append(contentsOf: holder.instance.description.utf8)
        bytes.append(contentsOf: " started=".utf8)
        bytes.append(contentsOf: String(holder.started).utf8)
        bytes.append(contentsOf: " sequence=".utf8)
        bytes.append(contentsOf: String(holder.sequence).utf8)
    }

    /// Reads a line without its newline; nil: it is not ours, however much it resembles ours.
    package static func parse(_ line: ArraySlice<UInt8>, domain: Domain) -> Entry? {
        var reader = FieldReader(rest: line)
        guard let address = reader.readField(), let name = reader.readField(),
            reader.skip(comment)
        else { return nil }
        var holder: Origin?
        if reader.skip(" instance=") {
            guard let read = parseHolder(&reader) else { return nil }
            holder = read
        }
        var lease: Lease?
        if reader.skip(" lease=") {
            guard let read = reader.readInteger().flatMap(Lease.init(seconds:)) else { return nil }
            lease = read
        }
        guard reader.rest.isEmpty,
            let registration = parseRegistration(address, name, domain: domain)
        else { return nil }
        return Entry(registration, holder: holder, lease: lease)
    }

    private static func parseRegistration(
        _ address: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>, domain: Domain
    ) -> Registration? {
        guard let hostname = hostname(name, in: domain), let address = IPAddress(utf8: address)
        else { return nil }
        return try? Registration(hostname: hostname, address: address)
    }

    /// A name under the domain, or nil where it is another.
    static func hostname(_ name: ArraySlice<UInt8>, in domain: Domain) -> Hostname? {
        // `Hostname` takes a name without the domain too; in a file the domain makes it ours.
        guard hasSuffix(name, domain) else { return nil }
        return try? Hostname(utf8: name, in: domain)
    }

    /// Whether a name ends in a dot and the domain, in whatever case.
    private static func hasSuffix(_ name: ArraySlice<UInt8>, _ domain: Domain) -> Bool {
        let suffix = domain.name.utf8
        guard name.count > suffix.count + 1 else { return false }
        let start = name.endIndex - suffix.count
        return name[start - 1] == UInt8(ascii: ".")
            && zip(name[start...], suffix).allSatisfy { byte, expected in
                byte == expected
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                        && byte | 0x20 == expected
            }
    }

    private static func parseHolder(_ reader: inout FieldReader) -> Origin? {
        guard let text = reader.read(count: 36),
            let instance = InstanceID(utf8: text),
            reader.skip(" started="), let started = reader.readInteger(),
            reader.skip(" sequence="), let sequence = reader.readInteger(), sequence >= 1
        else { return nil }
        return Origin(instance: instance, started: started, sequence: sequence)
    }
}
