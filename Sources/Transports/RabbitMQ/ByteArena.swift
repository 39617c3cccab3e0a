#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork

    /// Memory for the texts of one message while the C library encodes it.
    ///
    /// Memory that is handed out lives until `reset` or until the arena goes.
    final class ByteArena {
        private static let blockSize = 4096
        private var blocks: [UnsafeMutableRawBufferPointer]
        private var used = 0

        init() {
            blocks = [.allocate(byteCount: Self.blockSize, alignment: 16)]
        }

        deinit {
            for block in blocks { block.deallocate() }
        }

        /// Takes back all that was handed out.
        func reset() {
            for block in blocks.dropFirst() { block.deallocate() }
            blocks.removeLast(blocks.count - 1)
            used = 0
        }

        /// Copies a text.
        func bytes(_ text: String) -> amqp_bytes_t {
            var text = text
            return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
        }

        /// Copies bytes.
        func bytes(_ bytes: [UInt8]) -> amqp_bytes_t {
            bytes.withUnsafeBytes { copy($0) }
        }

        /// Copies a text and ends it with a zero byte, for C.
        func string(_ text: String) -> UnsafePointer<CChar> {
            let copy = bytes(Array(text.utf8) + [0])
            return UnsafePointer(copy.bytes.assumingMemoryBound(to: CChar.self))
        }

        /// Copies the entries of a table.
        func table(_ entries: [amqp_table_entry_t]) -> amqp_table_t {
            guard !entries.isEmpty else { return amqp_table_t(num_entries: 0, entries: nil) }
            let count = entries.count * MemoryLayout<amqp_table_entry_t>.stride
            let memory = take(count).bindMemory(to: amqp_table_entry_t.self)
            _ = memory.initialize(from: entries)
            return amqp_table_t(num_entries: CInt(entries.count), entries: memory.baseAddress)
        }

        /// One entry of a table: a string, or a signed 64-bit integer.
        func entry(_ key: String, _ value: WireValue) -> amqp_table_entry_t {
            var entry = amqp_table_entry_t()
            entry.key = bytes(key)
            switch value {
            case .integer(let number):
                entry.value.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
                entry.value.value.i64 = number
            case .text(let text):
                entry.value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
                entry.value.value.bytes = bytes(text)
            case .other:
                entry.value.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
            }
            return entry
        }

        /// One entry of a table that says yes.
        func flag(_ key: String) -> amqp_table_entry_t {
            var entry = amqp_table_entry_t()
            entry.key = bytes(key)
            entry.value.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            entry.value.value.boolean = 1
            return entry
        }

        /// One entry of a table that is a table.
        func nested(_ key: String, _ entries: [amqp_table_entry_t]) -> amqp_table_entry_t {
            var entry = amqp_table_entry_t()
            entry.key = bytes(key)
            entry.value.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
            entry.value.value.table = table(entries)
            return entry
        }

        private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
            guard !source.isEmpty else { return amqp_bytes_t(len: 0, bytes: nil) }
            let target = take(source.count)
            target.copyMemory(from: source)
            return amqp_bytes_t(len: source.count, bytes: target.baseAddress)
        }

        /// The last block always has the space that is left.
        private func take(_ count: Int) -> UnsafeMutableRawBufferPointer {
            if used + count > blocks[blocks.count - 1].count {
                blocks.append(.allocate(byteCount: max(count, Self.blockSize), alignment: 16))
                used = 0
            }
            let start = used
            used += (count + 15) & ~15
            return UnsafeMutableRawBufferPointer(
                rebasing: blocks[blocks.count - 1][start..<(start + count)])
        }
    }
#endif
