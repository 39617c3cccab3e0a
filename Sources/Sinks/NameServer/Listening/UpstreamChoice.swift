public import DockerNetwork

/// Which servers a name server asks for names that are not its own.
public enum UpstreamChoice: Hashable, Sendable {
    /// The servers that the machine's resolver names, whatever they are at the moment; never the
    /// name server itself.
    case machine
    /// These, in order. The name server itself among them is left out.
    case servers([ServerAddress])
    /// Nobody: other names are REFUSED.
    case none
}
