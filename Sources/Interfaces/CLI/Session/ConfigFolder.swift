import Foundation

/// The folder of the person at this computer where the tool keeps its sign-ins and last lists:
/// `$XDG_CONFIG_HOME/lozenge`, else `~/.config/lozenge`. Only they can open it (0700), and its files (0600).
struct ConfigFolder: Sendable {
    let path: String

    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(ToolFailure) {
        // The XDG specification wants relative paths ignored.
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            path = base + "/lozenge"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            path = home + "/.config/lozenge"
        } else {
            throw .here("There is no home folder to keep the sign-in in: set HOME or XDG_CONFIG_HOME.")
        }
    }

    /// A file's bytes; `nil` where there is none. A file that others can read is not trusted.
    func read(_ name: String) throws(ToolFailure) -> Data? {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            guard errno == ENOENT else { throw failure("read", name) }
            return nil
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw failure("read", name) }
        guard facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else {
            throw .here("\(path)/\(name) can be read by others. Remove it and sign in again.")
        }
        do {
            return try FileHandle(fileDescriptor: file).readToEnd() ?? Data()
        } catch {
            throw .here("\(path)/\(name) cannot be read.")
        }
    }

    /// Replaces a file at once: whoever reads sees the old bytes or the new ones, after a power cut too.
    func write(_ data: Data, to name: String) throws(ToolFailure) {
        try make()
        let draft = "\(path)/.\(name).\(UUID().uuidString)"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure("write", name) }
        let written =
            (try? FileHandle(fileDescriptor: file).write(contentsOf: data)) != nil && fsync(file) == 0
        close(file)
        guard written, rename(draft, "\(path)/\(name)") == 0 else {
            let reason = failure("write", name)
            unlink(draft)
            throw reason
        }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// Removes a file; one that is not there is fine.
    func remove(_ name: String) throws(ToolFailure) {
        guard unlink("\(path)/\(name)") == 0 || errno == ENOENT else { throw failure("remove", name) }
    }

    /// Makes the folder with those above it, and closes it to others where it was open.
    func make() throws(ToolFailure) {
        let above = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try? FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST, chmod(path, 0o700) == 0 else {
            throw failure("make", "the folder")
        }
    }

    private func failure(_ verb: String, _ name: String) -> ToolFailure {
        .here("Cannot \(verb) \(name) in \(path): \(String(cString: strerror(errno))).")
    }
}
