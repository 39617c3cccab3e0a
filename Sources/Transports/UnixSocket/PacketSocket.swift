import CDockerNetworkSystem
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One end of a connection: packets without waiting.
struct PacketSocket: ~Copyable {
    /// The result of reading.
    enum Reading {
        case packet(Result<Packet, PacketError>)
        /// There is nothing now.
        case nothing
        /// The other side is gone, and everything it sent was read.
        case end
    }

    /// The result of sending.
    enum Sending {
        case sent
        /// The other side does not read; nothing was sent.
        case full
        /// The other side is gone.
        case end
    }

    let number: CInt

    /// Takes over an open socket.
    init(_ number: CInt) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Takes the next packet.
    ///
    /// - Parameter buffer: Room for `Packet.readLength` bytes, which several sockets may share.
    /// - Returns: A packet, or why there is none.
    func read(_ buffer: inout [UInt8]) -> Reading {
        // A peer that went without reading everything leaves one error before what it sent.
        var errors = 0
        while true {
            let size = my_docker_network_socket_receive(number, &buffer, buffer.count)
            if size > 0 {
                let bytes = buffer.prefix(size)
                return .packet(
                    Result { () throws(PacketError) in try Packet(bytes, size: size) })
            }
            guard size < 0 else { return .end }
            switch errno {
            case EAGAIN: return .nothing
            case EINTR: continue
            case ECONNRESET where errors == 0: errors += 1
            default: return .end
            }
        }
    }

    /// Sends one packet, whole or not at all.
    func send(_ bytes: [UInt8]) -> Sending {
        while true {
            if my_docker_network_socket_send(number, bytes, bytes.count) >= 0 { return .sent }
            switch errno {
            case EINTR: continue
            // The kernel is short of memory: later.
            case EAGAIN, ENOBUFS, ENOMEM: return .full
            default: return .end
            }
        }
    }
}
