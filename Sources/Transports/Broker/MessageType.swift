/// The values of the property `type`.
package enum MessageType {
    package static let announcement = "announcement"
    package static let probe = "probe"
    package static let receipt = "receipt"
    package static let resync = "resync"
}
