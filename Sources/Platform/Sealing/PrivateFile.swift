import Foundation

/// A file that holds a secret and that nobody but its owner may read.
package struct PrivateFile: Sendable {
    package let path: String

    package init(at path: String) { self.path = path }

    /// Its text. A file that others may read is refused rather than used.
    package func read() throws(PrivateFileFault) -> String {
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
        return text
    }

    /// Its text, where it is missing made of `text` first: for `dev` and the tests. Two processes that begin at once end
    /// with the same.
    package func read(orWrite text: () -> String) throws(PrivateFileFault) -> String {
        if access(path, F_OK) != 0 { try write(text()) }
        return try read()
    }

    private func write(_ text: String) throws(PrivateFileFault) {
        let draft = "\(path).\(UUID().uuidString)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { unlink(draft) }
        let bytes = Array(text.utf8)
        let written = Foundation.write(descriptor, bytes, bytes.count)
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, synced == 0 else { throw .file(path: path, errno: EIO) }
        // A link never replaces: the first of two processes wins, the other one reads the winner's file.
        guard link(draft, path) == 0 || errno == EEXIST else { throw .file(path: path, errno: errno) }
    }
}

/// Why a secret's file cannot be used.
package enum PrivateFileFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// It cannot be read or made; `errno` says why.
    case file(path: String, errno: Int32)
    /// Others may read it: `chmod 600`.
    case notPrivate(path: String)

    package var description: String {
        switch self {
        case .notPrivate(let path): "\(path) holds a key and must be readable by its owner alone (chmod 600)"
        case .file(let path, let errno): "the key file \(path) cannot be used (errno \(errno))"
        }
    }
}
