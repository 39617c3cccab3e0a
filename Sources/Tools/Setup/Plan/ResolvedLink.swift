internal import DockerNetworkSnippets

/// The link that systemd-resolved learns our server from.
enum ResolvedLink {
    /// The unit that keeps systemd-networkd away from it (systemd.network(5)).
    static let unmanaged = """
        # Written by 'my-docker-network setup'; 'my-docker-network setup --undo' takes it away.
        [Match]
        Name=\(Snippet.resolvedLink) \(Snippet.resolvedLink)0

        [Link]
        Unmanaged=yes

        """
}
