#if RabbitMQManagement
    import CCurl

    /// Where libcurl puts an answer's body, up to a limit.
    final class ResponseBuffer {
        private(set) var bytes: [UInt8] = []
        private(set) var isOverfull = false
        private(set) var hasTooManyHeaders = false
        private var limit = 0
        private var headerBytes = 0

        /// How many bytes the headers of an answer may have, those of interim answers and of a proxy
        /// among them: libcurl keeps them, and older ones without any limit (CVE-2023-38039).
        static let headersLimit = 256 << 10

        /// Makes room for the next answer; that of a large one is given back.
        func reset(limit: Int) {
            bytes = []
            isOverfull = false
            hasTooManyHeaders = false
            headerBytes = 0
            self.limit = limit
        }

        /// Takes the bytes out.
        func take() -> [UInt8] {
            defer { bytes = [] }
            return bytes
        }

        /// Takes a piece, or says no, which ends the transfer.
        private func append(_ piece: UnsafeRawBufferPointer) -> Bool {
            guard piece.count <= limit - bytes.count else {
                isOverfull = true
                return false
            }
            bytes.append(contentsOf: piece)
            return true
        }

        /// Counts a line of the headers, or says no, which ends the transfer.
        private func countHeader(_ bytes: Int) -> Bool {
            headerBytes += bytes
            hasTooManyHeaders = headerBytes > Self.headersLimit
            return !hasTooManyHeaders
        }

        /// What libcurl calls with each line of the headers, as `writer`.
        static let headerWriter:
            @convention(c) (
                UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
            ) -> Int = { _, size, count, context in
                guard let context else { return 0 }
                let buffer = Unmanaged<ResponseBuffer>.fromOpaque(context).takeUnretainedValue()
                return buffer.countHeader(size * count) ? size * count : 0
            }

        /// What libcurl calls; `context` is a buffer that lives as long as the handle.
        static let writer:
            @convention(c) (
                UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
            ) -> Int = { data, size, count, context in
                guard let data, let context else { return 0 }
                let buffer = Unmanaged<ResponseBuffer>.fromOpaque(context).takeUnretainedValue()
                // libcurl hands out at most CURL_MAX_WRITE_SIZE bytes, and `size` is always 1.
                let piece = UnsafeRawBufferPointer(start: data, count: size * count)
                return buffer.append(piece) ? piece.count : 0
            }
    }
#endif
