#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The file that names the DNS servers of the network this machine is in.
package enum UpstreamFile {
    /// The one to make where nobody keeps such a file.
    package static let own = "/etc/my-docker-network/upstream.conf"

    /// The files that others keep, never with a resolver of this machine alone in them.
    ///
    /// systemd-resolved also lists what its own configuration names there, this dnsmasq too;
    /// dnsmasq leaves out an address of its own.
    package static let kept = [
        "/run/systemd/resolve/resolv.conf", "/run/NetworkManager/no-stub-resolv.conf",
    ]

    /// The first file that exists, or `own`.
    package static func current(
        among files: [String] = kept
    ) -> String {
        files.first { access($0, R_OK) == 0 } ?? own
    }
}
