import Foundation

extension PrescriptionSigningKey {
    /// Reads the file at `path`. One that others may read is refused rather than used.
    package init(file path: String) throws(PrescriptionSigningKeyFault) {
        let permissions: Int
        let text: String
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .file(path: path, errno: errno)
        }
        guard permissions & 0o077 == 0 else { throw .notPrivate(path: path) }
        try self.init(reading: text)
    }

    /// The file at `path`, made with a fresh key where there is none: for `dev` and the tests. Two processes that
    /// begin at once end with the same key.
    package init(generatingAt path: String) throws(PrescriptionSigningKeyFault) {
        if access(path, F_OK) != 0 {
            let draft = "\(path).\(UUID().uuidString)"
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
            defer { unlink(draft) }
            let text = Array("# Signs prescriptions (Ed25519).\n\(PrescriptionSigningKey().text)\n".utf8)
            let written = write(descriptor, text, text.count)
            let synced = fsync(descriptor)
            close(descriptor)
            guard written == text.count, synced == 0 else { throw .file(path: path, errno: EIO) }
            // A link never replaces: the first of two processes wins, the other one reads the winner's file.
            guard link(draft, path) == 0 || errno == EEXIST else { throw .file(path: path, errno: errno) }
        }
        try self.init(file: path)
    }
}
