#if RabbitMQManagement
    import CCurl

    /// Where libcurl puts an answer's body, up to a limit.
    final class ResponseBuffer {
        private(set) var bytes: [UInt8] = []
        private(set) var isOverfull = false
        private var limit = 0

        /// Makes room for the next answer; that of a large one is given back.
        func reset(limit: Int) {
            bytes = []
            isOverfull = false
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
