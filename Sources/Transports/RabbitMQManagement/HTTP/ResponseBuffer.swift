#if RabbitMQManagement
    import CCurl

    /// Reads an answer's body as libcurl hands it out, up to a limit.
    final class ResponseBuffer {
        private var parser = JSONParser(keeping: .nothing)
        private var failure: JSONError?
        private var count = 0
        private(set) var isOverfull = false
        private(set) var hasTooManyHeaders = false
        private var limit = 0
        private var headerBytes = 0

        /// How many bytes the headers of an answer may have, those of interim answers and of a proxy
        /// among them: libcurl keeps them, and older ones without any limit (CVE-2023-38039).
        static let headersLimit = 256 << 10

        /// Begins the next answer.
        func reset(limit: Int, keeping shape: JSONShape) {
            parser = JSONParser(keeping: shape)
            failure = nil
            count = 0
            isOverfull = false
            hasTooManyHeaders = false
            headerBytes = 0
            self.limit = limit
        }

        /// Takes out what was kept, or why it is no JSON.
        func take() -> Result<JSONValue, JSONError> {
            defer { parser = JSONParser(keeping: .nothing) }
            do throws(JSONError) {
                if let failure { throw failure }
                return .success(try parser.finish())
            } catch {
                return .failure(error)
            }
        }

        /// Reads a piece, or says no, which ends the transfer.
        ///
        /// What is no JSON is read to its end all the same: its status tells what it is.
        private func append(_ piece: UnsafeRawBufferPointer) -> Bool {
            guard piece.count <= limit - count else {
                isOverfull = true
                return false
            }
            count += piece.count
            guard failure == nil else { return true }
            do throws(JSONError) {
                for byte in piece { try parser.take(byte) }
            } catch {
                failure = error
                parser = JSONParser(keeping: .nothing)
            }
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
