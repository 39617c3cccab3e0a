extension Unicode.Scalar {
    /// Whether it shows as itself and does nothing else: no control (C0, DEL, C1), no line end of
    /// Unicode, and no format character such as those that turn the direction of a text.
    ///
    /// Every text from outside is judged by this before it is printed.
    package var isPrintable: Bool {
        if value < 0x7F { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}
