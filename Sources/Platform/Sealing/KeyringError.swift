/// Why the keys of this installation could not be taken into use; never shows a key.
package enum KeyringError: Error, Hashable, CustomStringConvertible {
    /// The text is not a list of `name:base64` entries; the line counts from 1.
    case badEntry(line: Int)
    /// A name stands there twice.
    case repeated(name: String)
    /// No entry named `search`, or no other one.
    case missing(String)
    /// The file can be read by others than its owner.
    case notPrivate(path: String)
    /// The file could not be read or written.
    case file(path: String, errno: Int32)

    package var description: String {
        switch self {
        case .badEntry(let line):
            "entry \(line) of the master keys is not of the form name:base64 of 32 bytes"
        case .repeated(let name): "the master key \(name) is listed twice"
        case .missing(let what): "the master keys lack \(what)"
        case .notPrivate(let path): "\(path) holds keys and must be readable by its owner alone (chmod 600)"
        case .file(let path, let errno): "the key file \(path) cannot be used (errno \(errno))"
        }
    }
}
