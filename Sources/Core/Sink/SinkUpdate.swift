/// What a sink gets: the table, and what changed since its last success.
public struct SinkUpdate: Sendable {
    /// Everything that shall be there.
    public var table: Table
    /// What changed since this sink's last success, or with a `changeLimit` the next of it: the
    /// table may then be ahead; nil at the first call and after a failure.
    public var changes: TableChanges?

    /// Creates one from its parts.
    public init(table: Table, changes: TableChanges?) {
        self.table = table
        self.changes = changes
    }
}
