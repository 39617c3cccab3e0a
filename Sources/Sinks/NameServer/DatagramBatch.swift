import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The memory for as many datagrams as are received and sent by one call.
///
/// One thread uses it, for all its sockets in turn.
final class DatagramBatch {
    /// The maximum number of datagrams.
    static let capacity = 32
    /// The length up to which a datagram is read whole.
    static let longestMessage = 2048
    /// The number of bytes in which the kernel tells of a datagram's way.
    static let controlSize = 64

    /// The distance between two datagrams; not a multiple of a page: the beginnings of all
    /// datagrams shall stay in the processor's cache.
    private static let messageStride = longestMessage + 64
    private static let answerStride = Query.datagramSize + 48

    private let received: UnsafeMutablePointer<my_docker_network_datagram>
    private let sent: UnsafeMutablePointer<my_docker_network_datagram>
    private let parts: UnsafeMutablePointer<iovec>
    private let names: UnsafeMutableRawPointer
    private let controls: UnsafeMutableRawPointer
    private let messages: UnsafeMutableRawPointer
    private let answers: UnsafeMutableRawPointer
    private var sentCount = 0

    init() {
        received = .allocate(capacity: Self.capacity)
        sent = .allocate(capacity: Self.capacity)
        received.initialize(repeating: my_docker_network_datagram(), count: Self.capacity)
        sent.initialize(repeating: my_docker_network_datagram(), count: Self.capacity)
        parts = .allocate(capacity: 2 * Self.capacity)
        parts.initialize(repeating: iovec(), count: 2 * Self.capacity)
        names = .allocate(byteCount: Self.capacity * 32, alignment: 16)
        controls = .allocate(byteCount: Self.capacity * Self.controlSize, alignment: 16)
        messages = .allocate(byteCount: Self.capacity * Self.messageStride, alignment: 64)
        answers = .allocate(byteCount: Self.capacity * Self.answerStride, alignment: 64)
    }

    deinit {
        received.deallocate()
        sent.deallocate()
        parts.deallocate()
        names.deallocate()
        controls.deallocate()
        messages.deallocate()
        answers.deallocate()
    }

    /// Receives what waits, and returns how many datagrams came; negative: none (see `errno`).
    func receive(from socket: Int32, withWay: Bool) -> Int {
        for index in 0..<Self.capacity {
            my_docker_network_set_datagram(
                received + index, parts + index, messages + index * Self.messageStride,
                Self.longestMessage, names + index * 32, PeerName.size,
                withWay ? controls + index * Self.controlSize : nil,
                withWay ? Self.controlSize : 0)
        }
        sentCount = 0
        return Int(
            my_docker_network_receive_datagrams(socket, received, UInt32(Self.capacity)))
    }

    /// The bytes of a datagram; nil: it was longer than there is room.
    func message(_ index: Int) -> UnsafeRawBufferPointer? {
        guard received[index].header.msg_flags & Int32(MSG_TRUNC) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: messages + index * Self.messageStride, count: Int(received[index].size))
    }

    /// Returns the sender of a datagram.
    func name(_ index: Int) -> UnsafeRawPointer {
        UnsafeRawPointer(names + index * 32)
    }

    /// Returns the room for the answer to a datagram.
    func answer(_ index: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            start: answers + index * Self.answerStride, count: Query.datagramSize)
    }

    /// Keeps an answer of so many bytes for `send`.
    func keepAnswer(_ index: Int, count: Int) {
        let from = received + index
        my_docker_network_turn_back(&from.pointee.header)
        my_docker_network_set_datagram(
            sent + sentCount, parts + Self.capacity + sentCount,
            answers + index * Self.answerStride, count, from.pointee.header.msg_name,
            Int(from.pointee.header.msg_namelen), from.pointee.header.msg_control,
            Int(from.pointee.header.msg_controllen))
        sentCount += 1
    }

    /// Returns the sender of a datagram and its way, for an answer that comes later.
    func peer(_ index: Int) -> DatagramPeer {
        let from = received + index
        my_docker_network_turn_back(&from.pointee.header)
        var peer = DatagramPeer(
            name: PeerName(copying: name(index), count: Int(from.pointee.header.msg_namelen)))
        guard let control = from.pointee.header.msg_control else { return peer }
        peer.controlCount = min(Int(from.pointee.header.msg_controllen), Self.controlSize)
        withUnsafeMutableBytes(of: &peer.control) {
            $0.baseAddress?.copyMemory(from: control, byteCount: peer.controlCount)
        }
        return peer
    }

    /// Sends the answers that were kept.
    ///
    /// One that cannot be sent is left out, as if it was lost on its way.
    func send(to socket: Int32) {
        var first = 0
        while first < sentCount {
            let count = my_docker_network_send_datagrams(
                socket, sent + first, UInt32(sentCount - first))
            first += max(1, Int(count))
        }
        sentCount = 0
    }
}
