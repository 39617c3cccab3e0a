extension Collection<UInt8> {
    /// Reads the bytes from one piece of memory.
    ///
    /// So each reader is compiled once, for bytes in memory. A generic one that another module calls asks for
    /// every single byte through the collection's protocol, which takes ten times as long.
    func withContiguousBytes<Result>(_ read: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withContiguousStorageIfAvailable(read) ?? Array(self).withUnsafeBufferPointer(read)
    }
}
