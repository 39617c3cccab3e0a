public import DockerNetwork

/// The servers that a name server asks for names that are not its own.
public enum UpstreamChoice: Hashable, Sendable {
    /// The servers that the machine's resolver names, whatever they are at the moment; never the
    /// name server itself.
    case machine
    /// These servers, in order. The name server itself among them is left out.
    case servers([ServerAddress])
    /// No server: other names are REFUSED.
    case none
}
