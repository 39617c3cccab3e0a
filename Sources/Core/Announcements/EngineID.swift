/// A container engine, as it shows in the instances of its containers.
///
/// A container that knows nothing of this project has no instance of its own: who announces it, a
/// transport that watches its engine or an OCI hook, makes one of the container's id. These
/// instances are UUIDs of version 8 (RFC 9562 section 5.8) that begin with `6d646e` and the
/// engine's 24 bits, so that a service that starts again knows whose they are:
///
/// ```
/// 6d646eEE-EEEE-8000-8iii-iiiiiiiiiiii    a container, by the first 15 digits of its id
/// 6d646eEE-EEEE-8001-hhhh-hhhhhhhhhhhh    what several containers share, by a hash of its name
/// ```
public struct EngineID: Hashable, Sendable {
    /// 24 bits; the lowest one says that the engine runs on this machine.
    public let rawValue: UInt32

    /// Makes an identity of where an engine is, such as `docker:///var/run/docker.sock`.
    ///
    /// - Parameters:
    ///   - place: What tells the engine from the others that one host watches.
    ///   - isLocal: Whether it runs on this machine: then none of its containers can have started
    ///     before the machine did.
    public init(_ place: String, isLocal: Bool) {
        let hash = FNVHash.of(place)
        rawValue = UInt32(truncatingIfNeeded: hash >> 40) & 0xFF_FFFE | (isLocal ? 1 : 0)
    }

    fileprivate init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Whether it runs on this machine.
    public var isLocal: Bool { rawValue & 1 == 1 }
}

extension InstanceID {
    /// The first 24 bits of every container's instance: `mdn` in ASCII.
    private static let containerPrefix: UInt128 = 0x6D646E
    private static let kindOfContainer: UInt128 = 0
    private static let kindOfSharing: UInt128 = 1

    /// The instance of a container, by its id in hexadecimal digits.
    public init(container id: String, of engine: EngineID) {
        let digits = id.prefix(15)
        let bits = UInt64(digits, radix: 16) ?? FNVHash.of(id) >> 4
        self.init(engine, Self.kindOfContainer, bits)
    }

    /// The instance of what several containers of an engine share: a network alias, or a service.
    public init(shared name: String, of engine: EngineID) {
        self.init(engine, Self.kindOfSharing, FNVHash.of(name) >> 2)
    }

    private init(_ engine: EngineID, _ kind: UInt128, _ bits: UInt64) {
        var value = Self.containerPrefix << 104 | UInt128(engine.rawValue) << 80
        value |= 0x8 << 76 | kind << 64 | 0x2 << 62
        self.init(rawValue: value | UInt128(bits & (1 << 62 - 1)))
    }

    /// The engine whose containers it stands for; nil where an emitter made it.
    public var engine: EngineID? {
        guard rawValue >> 104 == Self.containerPrefix, rawValue >> 76 & 0xF == 0x8 else {
            return nil
        }
        return EngineID(rawValue: UInt32(truncatingIfNeeded: rawValue >> 80) & 0xFF_FFFF)
    }
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): the same in every process, as Swift's is not.
private enum FNVHash {
    static func of(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
