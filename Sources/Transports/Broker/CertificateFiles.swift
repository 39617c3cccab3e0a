#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Checks the files that a connection over TLS names, before a library says less about them.
package enum CertificateFiles {
    /// What is wrong with them, in one line that says what to do; nil: nothing is.
    package static func problem(
        authority: String?, certificate: String?, key: String?
    ) -> String? {
        guard (certificate == nil) == (key == nil) else {
            return "the certificate file and the key file go together"
        }
        let files = [("CA file", authority), ("certificate file", certificate), ("key file", key)]
        for case (let name, let path?) in files where access(path, R_OK) != 0 {
            return "the \(name) '\(path.printable(longest: 255))' cannot be read; "
                + "check that it exists and its mode"
        }
        return nil
    }
}
