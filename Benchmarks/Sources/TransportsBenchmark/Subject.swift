import DockerNetwork

/// A transport that is measured, once for each side.
struct Subject: Sendable {
    var name: String
    var host: any Transport
    var emitter: any Transport
}
