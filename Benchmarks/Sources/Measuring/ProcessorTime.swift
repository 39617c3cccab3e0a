import Glibc

/// What the kernel says of the processor time a process has used (proc(5)).
package enum ProcessorTime {
    /// In seconds, in user and system mode; 0: nothing is known of the process.
    package static func of(_ process: String) -> Double {
        guard let text = Folder.read("/proc/\(process)/stat"),
            let end = text.lastIndex(of: ")")
        else { return 0 }
        // The 14th and 15th field; the third is the first after the name in parentheses.
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
