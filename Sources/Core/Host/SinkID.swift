/// Names one of a running host service's sinks; none is ever used again.
struct SinkID: Hashable, Sendable {
    let rawValue: Int
}
