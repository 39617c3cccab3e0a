/// The order of instances: a later start counts more, and of two that started at once the larger
/// UUID does.
struct Seniority: Comparable, Sendable {
    var started: Int64
    var instance: InstanceID

    static func < (left: Self, right: Self) -> Bool {
        (left.started, left.instance) < (right.started, right.instance)
    }
}
