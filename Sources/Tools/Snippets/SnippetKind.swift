/// Whose configuration `print-config` prints.
package enum SnippetKind: String, Hashable, Sendable, CaseIterable {
    /// What dnsmasq reads in its `conf-dir`.
    case dnsmasq
    /// Docker's daemon.json.
    case docker
    /// Podman's containers.conf.
    case podman
    /// A drop-in of systemd-resolved.
    case resolved = "systemd-resolved"
    /// NetworkManager with its own dnsmasq.
    case networkManager = "networkmanager"
    /// A file of unbound's.
    case unbound
    /// What the C library reads.
    case resolvConf = "resolv.conf"
}
