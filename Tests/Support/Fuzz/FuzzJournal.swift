import Glibc

/// A file that always holds the input in hand.
final class FuzzJournal {
    private let path: String
    private let descriptor: Int32

    init?(_ path: String) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Puts a text in the place of the last one; what cannot be written is not worth a failure.
    func write(_ text: String) {
        let bytes = Array(text.utf8)
        ftruncate(descriptor, off_t(pwrite(descriptor, bytes, bytes.count, 0)))
    }

    func remove() {
        unlink(path)
    }
}
