public import DockerNetwork

/// A new, empty place for one test, and what the test may do to it behind the sink's back.
public struct SinkPlace: Sendable {
    /// The content and the time of one file.
    public struct FileState: Hashable, Sendable {
        /// The content.
        public var bytes: [UInt8]
        /// When it was last written, in nanoseconds since 1970.
        public var written: Int64

        /// Creates one from its parts.
        public init(bytes: [UInt8], written: Int64) {
            self.bytes = bytes
            self.written = written
        }
    }

    /// Makes a sink for the place, as a process does that starts there.
    public var makeSink: @Sendable () throws -> any HostsSink
    /// The files that make up the place, by path.
    public var files: @Sendable () throws -> [String: FileState]
    /// Makes the place unwritable; what it held before must come back with `clear`.
    public var obstruct: @Sendable () throws -> Void
    /// Undoes `obstruct`.
    public var clear: @Sendable () throws -> Void
    /// Writes something into the place that is not the sink's.
    public var plantForeign: @Sendable () throws -> Void
    /// Whether what `plantForeign` wrote stands as it was.
    public var isForeignIntact: @Sendable () throws -> Bool

    /// Makes another place that holds these files of this one, as a process finds it that starts
    /// after one that was killed.
    public var copy: @Sendable ([String: FileState]) throws -> SinkPlace

    /// Creates one from its parts.
    public init(
        makeSink: @escaping @Sendable () throws -> any HostsSink,
        files: @escaping @Sendable () throws -> [String: FileState],
        obstruct: @escaping @Sendable () throws -> Void,
        clear: @escaping @Sendable () throws -> Void,
        plantForeign: @escaping @Sendable () throws -> Void,
        isForeignIntact: @escaping @Sendable () throws -> Bool,
        copy: @escaping @Sendable ([String: FileState]) throws -> SinkPlace
    ) {
        self.makeSink = makeSink
        self.files = files
        self.obstruct = obstruct
        self.clear = clear
        self.plantForeign = plantForeign
        self.isForeignIntact = isForeignIntact
        self.copy = copy
    }
}
