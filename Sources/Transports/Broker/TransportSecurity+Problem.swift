package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension TransportSecurity {
    /// The problem with the files, in one line that says what to do; nil: there is none.
    ///
    /// The libraries that read them say less.
    package var problem: String? {
        guard (certificateFile == nil) == (keyFile == nil) else {
            return "the certificate file and the key file go together"
        }
        let files = [
            ("CA file", certificateAuthorityFile), ("certificate file", certificateFile),
            ("key file", keyFile),
        ]
        for case (let name, let path?) in files where access(path, R_OK) != 0 {
            return "the \(name) '\(path.printable(longest: 255))' cannot be read; "
                + "check that it exists and its mode"
        }
        return nil
    }
}
