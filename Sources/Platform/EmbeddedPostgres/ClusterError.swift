/// Why there is no private PostgreSQL, in words for whoever sits at the terminal.
package enum ClusterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No `initdb` of version 14 or later anywhere.
    case notInstalled
    /// The data belong to another version than any that is installed.
    case versionMissing(String)
    /// The folder for the socket has too long a path, or belongs to somebody else.
    case badSocketDirectory(String)
    case toolFailed(String, status: Int32, output: String)

    package var description: String {
        switch self {
        case .notInstalled:
            "PostgreSQL 14 or later is not installed (Debian: apt-get install postgresql)"
        case .versionMissing(let version):
            "the cluster was made by PostgreSQL \(version), which is not installed any more"
        case .badSocketDirectory(let path):
            "\(path) cannot hold the socket: it must be the cluster's own, and its path short"
        case .toolFailed(let tool, let status, let output):
            "\(tool) ended with status \(status): \(output)"
        }
    }
}
