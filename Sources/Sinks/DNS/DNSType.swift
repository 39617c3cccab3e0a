/// The type of a record, or of a question (RFC 1035 section 3.2.2).
package struct DNSType: Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt16

    /// Takes any number: types come up that nobody here knows (RFC 3597).
    @inlinable
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// An IPv4 address (RFC 1035 section 3.4.1).
    @inlinable package static var a: Self { Self(rawValue: 1) }
    /// A name server of a zone (RFC 1035 section 3.3.11).
    @inlinable package static var ns: Self { Self(rawValue: 2) }
    /// The start of a zone of authority (RFC 1035 section 3.3.13).
    @inlinable package static var soa: Self { Self(rawValue: 6) }
    /// The name of an address (RFC 1035 section 3.3.12).
    @inlinable package static var ptr: Self { Self(rawValue: 12) }
    /// A text (RFC 1035 section 3.3.14).
    @inlinable package static var txt: Self { Self(rawValue: 16) }
    /// An IPv6 address (RFC 3596 section 2.1).
    @inlinable package static var aaaa: Self { Self(rawValue: 28) }
    /// The pseudo record of EDNS (RFC 6891 section 6.1.1).
    @inlinable package static var opt: Self { Self(rawValue: 41) }
    /// A question for the changes of a zone (RFC 1995).
    @inlinable package static var ixfr: Self { Self(rawValue: 251) }
    /// A question for a whole zone (RFC 5936).
    @inlinable package static var axfr: Self { Self(rawValue: 252) }
    /// A question for any type (RFC 8482).
    @inlinable package static var any: Self { Self(rawValue: 255) }
}
