import Foundation

/// Where a private PostgreSQL keeps its files and its socket, and as whom it runs.
///
/// PostgreSQL refuses to run as root, so root lends it the account `postgres` and a folder outside of
/// `/root`, which that account may read. Two checkouts on one machine never share a place.
package struct ClusterPlace: Sendable, Hashable {
    package let dataDirectory: URL
    /// Short: a Unix socket's path ends at 107 bytes.
    package let socketDirectory: URL
    /// The account to run as, where it is not the caller's own.
    package let account: String?

    package init(dataDirectory: URL, socketDirectory: URL, account: String?) {
        self.dataDirectory = dataDirectory
        self.socketDirectory = socketDirectory
        self.account = account
    }

    /// The cluster of `lozenged dev`: as root in `/var/lib/lozenge/<8 hex>`, else in `cluster` of the data
    /// folder. The 8 hex digits stand for that folder's path.
    package static func program(dataFolder: URL) -> ClusterPlace {
        let mark = mark(of: dataFolder)
        return ClusterPlace(
            dataDirectory: isRoot
                ? URL(filePath: "/var/lib/lozenge/\(mark)") : dataFolder.appending(path: "cluster"),
            socketDirectory: URL(filePath: "/tmp/lozenge-\(mark)"), account: isRoot ? "postgres" : nil)
    }

    /// The cluster of a checkout's tests, beside the program's, so that neither disturbs the other.
    package static func tests(ofCheckout checkout: URL) -> ClusterPlace {
        let mark = mark(of: checkout)
        let home = FileManager.default.homeDirectoryForCurrentUser
        return ClusterPlace(
            dataDirectory: isRoot
                ? URL(filePath: "/var/lib/lozenge/test-\(mark)")
                : home.appending(path: ".cache/lozenge/test-\(mark)"),
            socketDirectory: URL(filePath: "/tmp/lozenge-\(mark)-t"), account: isRoot ? "postgres" : nil)
    }

    static var isRoot: Bool { geteuid() == 0 }

    /// 32-bit FNV-1a of the path, in hexadecimal: short, and the same in every run.
    static func mark(of folder: URL) -> String {
        let path = folder.standardizedFileURL.resolvingSymlinksInPath().path
        let hash = path.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
