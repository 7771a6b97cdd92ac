import Foundation

extension Keyring {
    /// Reads the key file at `path`. A file that others may read is refused rather than used.
    package init(file path: String) throws(KeyringError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        // Asked of the open file, not of the path, so that nobody can exchange it in between.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(path: path, errno: errno) }
        guard status.st_mode & 0o077 == 0 else { throw .notPrivate(path: path) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        guard let bytes = try? handle.readToEnd(), let text = String(data: bytes, encoding: .utf8) else {
            throw .file(path: path, errno: EIO)
        }
        try self.init(reading: text)
    }

    /// The key file at `path`, made with fresh keys where there is none: for `dev` and the tests. Two
    /// processes that begin at once end with the same keys.
    package init(generatingAt path: String) throws(KeyringError) {
        if access(path, F_OK) != 0 { try Self.writeFreshKeys(to: path) }
        try self.init(file: path)
    }

    private static func writeFreshKeys(to path: String) throws(KeyringError) {
        let draft = "\(path).\(UUID().uuidString)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { unlink(draft) }
        let text = Array(freshText(naming: "first").utf8)
        let written = write(descriptor, text, text.count)
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == text.count, synced == 0 else { throw .file(path: path, errno: EIO) }
        // A link never replaces: the first of two processes wins, the other one reads the winner's file.
        guard link(draft, path) == 0 || errno == EEXIST else { throw .file(path: path, errno: errno) }
    }
}
