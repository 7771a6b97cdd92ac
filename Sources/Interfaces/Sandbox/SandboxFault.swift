/// Why the stand-in partners could not do their work.
package enum SandboxFault: Error, Sendable, Hashable {
    /// The log file cannot be opened, read or written.
    case log(path: String, errno: Int32)
    /// The stand-ins ended before they listened.
    case notListening
}
