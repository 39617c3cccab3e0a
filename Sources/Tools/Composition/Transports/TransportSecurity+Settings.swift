internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSystem

extension TransportSecurity {
    /// The keys that name the files.
    static let keys = ["ca-file", "certificate-file", "key-file"]

    /// Reads the keys.
    ///
    /// - Throws: `ToolError` (78) with file, line and key.
    init(_ table: SettingsTable) throws(ToolError) {
        self.init(
            certificateAuthorityFile: try table.absolutePath("ca-file"),
            certificateFile: try table.absolutePath("certificate-file"),
            keyFile: try table.absolutePath("key-file"))
        switch (certificateFile, keyFile) {
        case (nil, nil), (_?, _?): break
        case (_?, nil): throw table.error("certificate-file", "needs key-file beside it")
        case (nil, _?): throw table.error("key-file", "needs certificate-file beside it")
        }
    }

    /// Reads each file once.
    ///
    /// - Throws: `ToolError` (78) where one cannot be read.
    func check() throws(ToolError) {
        let files = [
            ("ca-file", certificateAuthorityFile), ("certificate-file", certificateFile),
            ("key-file", keyFile),
        ]
        for case (let key, let path?) in files {
            do {
                _ = try SmallFile.read(path, limit: 4_194_304)
            } catch {
                throw .configuration("\(key) \(path)", "cannot be read: \(error.description)")
            }
        }
    }
}
