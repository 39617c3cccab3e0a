import CAllocationCount

/// What something asked the allocator for.
struct Allocations: Hashable, Sendable {
    /// How many blocks.
    var blocks: UInt64
    /// How many bytes, as asked for.
    var bytes: UInt64

    /// Counts while the body runs; other threads must not work meanwhile.
    static func counted(_ body: () -> Void) -> Self {
        let before = allocation_count_now()
        body()
        let after = allocation_count_now()
        return Self(blocks: after.blocks - before.blocks, bytes: after.bytes - before.bytes)
    }
}
