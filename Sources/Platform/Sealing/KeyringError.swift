/// Why the keys of this installation could not be taken into use; never shows a key.
package enum KeyringError: Error, Hashable, CustomStringConvertible {
    /// The text is not a list of `name:base64` entries; the line counts from 1.
    case badEntry(line: Int)
    /// A name stands there twice.
    case repeated(name: String)
    /// No entry named `search`, or no other one.
    case missing(String)
    /// Its file cannot be used, or others may read it.
    case file(PrivateFileFault)

    package var description: String {
        switch self {
        case .badEntry(let line):
            "entry \(line) of the master keys is not of the form name:base64 of 32 bytes"
        case .repeated(let name): "the master key \(name) is listed twice"
        case .missing(let what): "the master keys lack \(what)"
        case .file(let fault): fault.description
        }
    }
}
