internal import CDockerNetworkSystem
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Asks for the IPv4 addresses of a name, as programs of this machine do.
enum NameQuestion {
    /// How long a server may take, in milliseconds.
    private static let patience: Int32 = 1_000

    /// Asks the C library: whatever it is told in nsswitch.conf and resolv.conf.
    ///
    /// - Returns: The addresses, or why there are none.
    static func askMachine(_ name: String) async -> Result<[[UInt8]], Failure> {
        await onThread { machine(name) }
    }

    /// Asks one server by UDP.
    ///
    /// - Parameters:
    ///   - server: The server.
    ///   - name: The whole name.
    /// - Returns: The addresses, or why there are none.
    static func ask(_ server: SocketName, _ name: String) async -> Result<[[UInt8]], Failure> {
        await onThread {
            do throws(SystemCallFailure) {
                return try exchange(server, name)
            } catch {
                return .failure(Failure(error.reason))
            }
        }
    }

    /// Why there is no address, in a few words.
    struct Failure: Error, Hashable, Sendable {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    private static func onThread(
        _ body: @escaping @Sendable () -> Result<[[UInt8]], Failure>
    ) async -> Result<[[UInt8]], Failure> {
        await withCheckedContinuation { continuation in
            let isStarted = DetachedThread.start("name question") {
                continuation.resume(returning: body())
            }
            if !isStarted {
                continuation.resume(returning: .failure(Failure("no thread is left")))
            }
        }
    }

    private static func machine(_ name: String) -> Result<[[UInt8]], Failure> {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        // glibc declares it as an enumeration, musl as a number.
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        // With the dot of the root no search list applies.
        let code = getaddrinfo(name + ".", nil, &hints, &first)
        guard code == 0 else { return .failure(Failure(String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(first) }
        var addresses: [[UInt8]] = []
        var next = first
        while let entry = next?.pointee {
            if let address = entry.ai_addr.flatMap({ SocketName(at: $0)?.address }) {
                addresses.append(address)
            }
            next = entry.ai_next
        }
        return .success(addresses)
    }

    private static func exchange(
        _ server: SocketName, _ name: String
    ) throws(SystemCallFailure) -> Result<[[UInt8]], Failure> {
        let socket = FileDescriptor(
            adopting: try FileDescriptor.retrying {
                my_docker_network_open_socket(server.isIPv4 ? AF_INET : AF_INET6, 0)
            })
        let number = socket.number
        _ = try FileDescriptor.retrying { server.connect(number) }
        let id = UInt16.random(in: .min ... .max)
        try socket.writeAll(message(id, name))
        var ready = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, patience) > 0 else { return .failure(Failure("no answer")) }
        var answer = [UInt8](repeating: 0, count: 1_500)
        let count = try FileDescriptor.retrying { systemRead(number, &answer, answer.count) }
        let bytes = answer[..<count]
        guard count >= 12, bytes[0] == UInt8(id >> 8), bytes[1] == UInt8(id & 0xFF) else {
            return .failure(Failure("an answer that cannot be read"))
        }
        switch bytes[3] & 0x0F {
        case 0: return .success(addresses(in: bytes))
        case 3: return .failure(Failure("there is no such name"))
        case 5: return .failure(Failure("the question is refused"))
        case let code: return .failure(Failure("answer code \(code)"))
        }
    }

    /// A question for A records, with recursion desired (RFC 1035 section 4.1).
    private static func message(_ id: UInt16, _ name: String) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") {
            bytes.append(UInt8(label.utf8.count))
            bytes += label.utf8
        }
        return bytes + [0, 0, 1, 0, 1]
    }

    /// The data of the A records behind the question.
    private static func addresses(in bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var addresses: [[UInt8]] = []
        var index = skipName(bytes, 12) + 4
        for _ in 0..<(Int(bytes[6]) << 8 | Int(bytes[7])) {
            index = skipName(bytes, index)
            guard index + 10 <= bytes.count else { break }
            let length = Int(bytes[index + 8]) << 8 | Int(bytes[index + 9])
            let data = index + 10
            guard data + length <= bytes.count else { break }
            if bytes[index + 1] == 1, length == 4 {
                addresses.append(Array(bytes[data..<(data + 4)]))
            }
            index = data + length
        }
        return addresses
    }

    private static func skipName(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != 0 {
            // A pointer ends a name.
            if bytes[index] & 0xC0 == 0xC0 { return index + 2 }
            index += Int(bytes[index]) + 1
        }
        return index + 1
    }
}

/// read(2), under a name of its own.
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(number, bytes, count)
}
