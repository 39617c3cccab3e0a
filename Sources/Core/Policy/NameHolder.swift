/// The instance that holds a name which another instance asked for.
public struct NameHolder: Hashable, Sendable {
    /// The instance.
    public var instance: InstanceID
    /// The start of the instance: milliseconds since 1970.
    public var started: Int64
    /// The user that the transport vouched for; nil if none, or not known since a restart.
    public var user: String?

    /// Creates one from its parts.
    public init(instance: InstanceID, started: Int64, user: String? = nil) {
        self.instance = instance
        self.started = started
        self.user = user
    }
}

extension NameHolder: CustomStringConvertible {
    /// One line: `0b5a…, started 2026-11-28T00:10:00Z, user alice`.
    ///
    /// A user's name comes from outside: a character that a terminal would act on shows as `?`.
    public var description: String {
        let start = "\(instance), started \(RFC3339.text(milliseconds: started))"
        guard let user else { return start }
        var shown = ""
        for scalar in user.unicodeScalars.prefix(64) {
            shown.unicodeScalars.append(scalar.isShown ? scalar : "?")
        }
        return "\(start), user \(shown)"
    }
}

extension Unicode.Scalar {
    /// Whether a character shows as itself and does nothing else.
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}
