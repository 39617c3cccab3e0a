import Measuring

/// Whoever makes names resolvable: it listens in a virtual host of its own, and feeds a dnsmasq of its own.
protocol Receiver: AnyObject {
    /// The subject's name in the table.
    var name: String { get }
    var virtualHost: String { get }
    /// Where its dnsmasq answers, on the loopback.
    var port: UInt16 { get }
}
