import DockerNetwork
import DockerNetworkDNS

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A name relative to the domain, in lower case and in the form of a message, without the root's zero.
///
/// It is the key of a zone. Its bytes stand behind it in the same piece of memory, so that a key
/// costs one allocation, and a question's name is looked up without any: each thread fills a name
/// of its own again and again.
///
/// Unchecked, since its bytes are raw memory: nobody writes to a name that a zone holds, and one
/// that is filled again belongs to one thread and never enters a zone.
struct WireName: @unchecked Sendable {
    /// The number of bytes, and the bytes.
    private let storage: ManagedBuffer<Int, UInt8>

    /// The wire form of a hostname.
    static func of(_ hostname: Hostname) -> WireName {
        let text = hostname.name.utf8
        // A length stands in each dot's place, and one before the first label.
        let name = make(capacity: text.count + 1)
        name.storage.header = text.count + 1
        name.storage.withUnsafeMutablePointerToElements { bytes in
            var labelStart = 0
            var index = 1
            for byte in text {
                if byte == UInt8(ascii: ".") {
                    bytes[labelStart] = UInt8(index - labelStart - 1)
                    labelStart = index
                } else {
                    bytes[index] = byte
                }
                index += 1
            }
            bytes[labelStart] = UInt8(index - labelStart - 1)
        }
        return name
    }

    /// A name to be filled again and again; empty at first.
    static func scratch() -> WireName {
        make(capacity: DNSReader.longestName)
    }

    private static func make(capacity: Int) -> WireName {
        WireName(storage: ManagedBuffer.create(minimumCapacity: capacity) { _ in 0 })
    }

    /// Fills a scratch name with bytes: 255 at most, already in lower case.
    func fill(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= DNSReader.longestName)
        storage.header = bytes.count
        storage.withUnsafeMutablePointerToElements { elements in
            UnsafeMutableRawBufferPointer(start: elements, count: bytes.count)
                .copyMemory(from: bytes)
        }
    }

    /// The name without its first label; nil: it has no other.
    func parent() -> WireName? {
        withBytes { bytes in
            let first = Int(bytes[0]) + 1
            guard first < bytes.count else { return nil }
            let parent = Self.make(capacity: bytes.count - first)
            parent.fill(UnsafeRawBufferPointer(rebasing: bytes[first...]))
            return parent
        }
    }

    /// Calls with the bytes, which stay where they are as long as the name lives.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        storage.withUnsafeMutablePointers { count, elements in
            body(UnsafeRawBufferPointer(start: elements, count: count.pointee))
        }
    }
}

extension WireName: Hashable {
    static func == (left: WireName, right: WireName) -> Bool {
        if left.storage === right.storage { return true }
        return left.storage.withUnsafeMutablePointers { leftCount, leftBytes in
            right.storage.withUnsafeMutablePointers { rightCount, rightBytes in
                leftCount.pointee == rightCount.pointee
                    && memcmp(leftBytes, rightBytes, leftCount.pointee) == 0
            }
        }
    }

    func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: $0) }
    }
}
