import DockerNetwork

/// The order in which the directory's files are written, and which are read again at the end.
struct RewritePlan: Sendable {
    /// The changes, in order.
    let steps: [Rewrite]

    /// Orders rewrites.
    ///
    /// - Parameters:
    ///   - rewrites: The files that change.
    ///   - files: Which files hold an address when all is written.
    init(_ rewrites: [Rewrite], files: MultiMap<IPAddress, UInt16>) {
        let ordered = rewrites.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
        steps = ordered + Self.touches(after: ordered, files: files)
    }

    /// The files that have an address which a later file lost.
    ///
    /// They were read while the other one still answered for the address, and got no PTR; two
    /// files that swap an address cannot both come first. Reading them again gives it to them,
    /// without a moment in which their names do not resolve.
    private static func touches(
        after ordered: [Rewrite], files: MultiMap<IPAddress, UInt16>
    ) -> [Rewrite] {
        var positions: [String: Int] = [:]
        for (position, rewrite) in ordered.enumerated() { positions[rewrite.name] = position }
        var names: Set<String> = []
        for (position, rewrite) in ordered.enumerated() {
            for registration in rewrite.difference.lost {
                for file in files[registration.address] {
                    let name = HostsDirectoryFile(number: file).name
                    if positions[name, default: -1] < position { names.insert(name) }
                }
            }
        }
        return names.sorted().map { Rewrite(touching: $0) }
    }
}
