import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The sender of a datagram, and the address that it was sent to.
struct DatagramPeer {
    /// The sender.
    var name: PeerName
    /// The way as the kernel told it, made the answer's.
    var control = InlineArray<64, UInt8>(repeating: 0)
    /// The number of bytes of it that count.
    var controlCount = 0

    init(name: PeerName) {
        self.name = name
    }

    /// Sends an answer; one that cannot be sent is lost.
    mutating func send(_ answer: UnsafeMutableRawBufferPointer, over socket: Int32) {
        let (nameCount, controlCount) = (name.count, controlCount)
        var part = iovec()
        var datagram = my_docker_network_datagram()
        withUnsafeMutableBytes(of: &name.bytes) { name in
            withUnsafeMutableBytes(of: &control) { control in
                my_docker_network_set_datagram(
                    &datagram, &part, answer.baseAddress, answer.count, name.baseAddress,
                    nameCount, controlCount > 0 ? control.baseAddress : nil, controlCount)
                // The pointers in the datagram hold as long as these blocks.
                _ = withUnsafeMutablePointer(to: &part) { part in
                    datagram.header.msg_iov = part
                    return my_docker_network_send_datagrams(socket, &datagram, 1)
                }
            }
        }
    }
}
