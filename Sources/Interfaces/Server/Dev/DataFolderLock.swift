import Foundation

/// Holds a data folder for this process. The kernel lets go of it when the process ends, however it ends.
final class DataFolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `DataFolderFault.inUse` while another process holds the folder.
    init(_ folder: DataFolder, describedAs owner: String) throws(DataFolderFault) {
        let path = folder.path("lock")
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notWritable(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            close(descriptor)
            throw .inUse(
                path: folder.url.path(percentEncoded: false), by: holder.isEmpty ? "just starting" : holder)
        }
        ftruncate(descriptor, 0)
        _ = owner.withCString { write(descriptor, $0, strlen($0)) }
    }

    deinit { close(descriptor) }
}
