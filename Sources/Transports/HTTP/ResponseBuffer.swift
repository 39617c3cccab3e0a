#if RabbitMQManagement || Docker
    import CCurl

    /// Reads an answer's body as libcurl hands it out, up to a limit.
    final class ResponseBuffer {
        private var parser = JSONParser(keeping: .nothing)
        private var failure: JSONError?
        private var count = 0
        private(set) var isOverfull = false
        private(set) var hasTooManyHeaders = false
        private var limit: Int?
        /// Whether the headers of the final answer are through.
        private(set) var hasBegun = false
        private var isFinal = false
        private var stopsAtFailure = false
        private var headerBytes = 0

        /// The maximum number of bytes of an answer's headers, those of interim answers and of a
        /// proxy among them: libcurl keeps them, and older ones without any limit (CVE-2023-38039).
        static let headersLimit = 256 << 10

        /// Begins the next answer.
        func reset(for request: HTTPRequest) {
            parser = JSONParser(keeping: request.shape, to: request.receiver)
            failure = nil
            hasBegun = false
            isFinal = false
            stopsAtFailure = request.isEndless
            count = 0
            isOverfull = false
            hasTooManyHeaders = false
            headerBytes = 0
            limit = request.limit
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
        /// A body that is no JSON is still read to its end: the status tells what it is.
        private func append(_ piece: UnsafeRawBufferPointer) -> Bool {
            guard piece.count <= (limit ?? .max) - count else {
                isOverfull = true
                return false
            }
            if limit != nil { count += piece.count }
            guard failure == nil else { return !stopsAtFailure }
            do throws(JSONError) {
                for byte in piece { try parser.take(byte) }
            } catch {
                failure = error
                parser = JSONParser(keeping: .nothing)
                return !stopsAtFailure
            }
            return true
        }

        /// Whether the answer ended because what came is no JSON.
        var isUnreadable: Bool { failure != nil }

        /// Counts a line of the headers, or says no, which ends the transfer.
        private func countHeader(_ line: UnsafeRawBufferPointer) -> Bool {
            headerBytes += line.count
            // "HTTP/1.1 200 OK"; 1xx is an interim answer (RFC 9110 section 15.2).
            if line.starts(with: "HTTP/".utf8) {
                isFinal =
                    line.first { $0 == UInt8(ascii: " ") } != nil
                    && line.drop { $0 != UInt8(ascii: " ") }.dropFirst().first != UInt8(ascii: "1")
            } else if isFinal, line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
                hasBegun = true
            }
            hasTooManyHeaders = headerBytes > Self.headersLimit
            return !hasTooManyHeaders
        }

        /// The function that libcurl calls with each line of the headers, as `writer`.
        static let headerWriter:
            @convention(c) (
                UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
            ) -> Int = { data, size, count, context in
                guard let data, let context else { return 0 }
                let buffer = Unmanaged<ResponseBuffer>.fromOpaque(context).takeUnretainedValue()
                let line = UnsafeRawBufferPointer(start: data, count: size * count)
                return buffer.countHeader(line) ? line.count : 0
            }

        /// The function that libcurl calls; `context` is a buffer that lives as long as the handle.
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
