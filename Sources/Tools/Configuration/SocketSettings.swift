/// How a host offers a Unix socket.
package struct SocketSettings: Hashable, Sendable {
    /// Its permission bits.
    package var mode: UInt16 = 0o660
    /// Its group; nil: the host service's own.
    package var group: SocketGroup?
    /// Whether what an emitter announced is withdrawn when its connection ends.
    package var withdrawsOnClose = true

    /// Every default.
    package init() {}
}
