internal import DockerNetworkProgram
internal import CDockerNetworkSystem
internal import DockerNetwork
internal import DockerNetworkDNS
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Asks for the IPv4 addresses of a name, as programs of this machine do.
enum NameQuestion {
    /// The time that a server may take, in milliseconds.
    private static let patience: Int32 = 1_000

    /// Asks the C library: whatever it is told in nsswitch.conf and resolv.conf.
    ///
    /// - Returns: The addresses, or why there are none.
    static func askMachine(_ name: String) async -> NameLookup.Answer {
        await onThread { NameLookup.addresses(of: name) }
    }

    /// Asks one server by UDP.
    ///
    /// - Parameters:
    ///   - server: The server.
    ///   - name: The whole name.
    /// - Returns: The addresses, or why there are none.
    static func ask(_ server: SocketName, _ name: String) async -> NameLookup.Answer {
        await onThread {
            do throws(SystemCallFailure) {
                return try exchange(server, name)
            } catch {
                return .failure(NameLookup.Failure(error.reason))
            }
        }
    }

    /// Asks on a thread of its own, which ends with the answer.
    static func onThread(
        _ body: @escaping @Sendable () -> NameLookup.Answer
    ) async -> NameLookup.Answer {
        await BlockingThread.value("name question", body)
            ?? .failure(NameLookup.Failure("no thread is left"))
    }

    /// Asks one server by UDP, from the calling thread's network.
    static func exchange(
        _ server: SocketName, _ name: String
    ) throws(SystemCallFailure) -> NameLookup.Answer {
        let socket = FileDescriptor(
            adopting: try FileDescriptor.retrying {
                my_docker_network_open_socket(server.isIPv4 ? AF_INET : AF_INET6, 0)
            })
        let number = socket.number
        _ = try FileDescriptor.retrying { server.connect(number) }
        let id = UInt16.random(in: .min ... .max)
        try socket.writeAll(DNSMessage.query(name, type: .a, id: id))
        var ready = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, patience) > 0 else {
            return .failure(NameLookup.Failure("no answer"))
        }
        var answer = [UInt8](repeating: 0, count: 1_500)
        let count = try FileDescriptor.retrying { systemRead(number, &answer, answer.count) }
        return addresses(in: Array(answer[..<count]), to: id)
    }

    private static func addresses(in bytes: [UInt8], to id: UInt16) -> NameLookup.Answer {
        let unreadable = NameLookup.Failure("an answer that cannot be read")
        guard let header = bytes.withUnsafeBytes({ DNSHeader(reading: $0) }), header.id == id
        else { return .failure(unreadable) }
        switch header.code {
        case DNSHeader.Code.noError:
            guard let answer = DNSMessage.answer(bytes, to: id, type: .a) else {
                return .failure(unreadable)
            }
            return .success(answer.addresses.map(\.networkOrder))
        case DNSHeader.Code.noName: return .failure(NameLookup.Failure("there is no such name"))
        case DNSHeader.Code.refused: return .failure(NameLookup.Failure("the question is refused"))
        case let code: return .failure(NameLookup.Failure("answer code \(code)"))
        }
    }
}

/// read(2), under a name of its own.
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(number, bytes, count)
}
