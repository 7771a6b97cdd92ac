import Crypto
import Foundation

extension Keyring {
    /// Reads keys from the environment or a file: entries `name:base64` of 32 bytes, separated by lines or
    /// commas, `#` begins a comment line. The entry `search` is the search key; of the others the **last** is
    /// current, so a new key is added by appending it.
    ///
    ///     search:f3cR…=
    ///     2026-11:Zb0x…=
    package init(reading text: String) throws(KeyringError) {
        var names: Set<String> = []
        var search: SymmetricKey?
        var masters: [MasterKey] = []
        let entries = text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == "," })
        for (index, entry) in entries.enumerated() {
            let entry = entry.trimmingCharacters(in: .whitespaces)
            if entry.isEmpty || entry.hasPrefix("#") { continue }
            guard let (name, key) = Self.parse(entry) else { throw .badEntry(line: index + 1) }
            guard names.insert(name).inserted else { throw .repeated(name: name) }
            if name == "search" { search = key } else { masters.append(MasterKey(id: name, secret: key)) }
        }
        guard let search else { throw .missing("an entry named search") }
        guard let current = masters.last else { throw .missing("a key to wrap with") }
        self.init(masters: masters, current: current, searchKey: search)
    }

    /// A ring of fresh keys as text, with one master key of the given name.
    static func freshText(naming name: String) -> String {
        let keys = ["search", name].map { name in
            "\(name):\(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString())\n"
        }
        return "# Lozenge's master keys. Whoever has these and the database can read everything.\n"
            + keys.joined()
    }

    private static func parse(_ entry: String) -> (String, SymmetricKey)? {
        guard let colon = entry.firstIndex(of: ":") else { return nil }
        let name = String(entry[..<colon])
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard isPlain, (1...32).contains(name.utf8.count),
            let secret = Data(base64Encoded: String(entry[entry.index(after: colon)...])), secret.count == 32
        else { return nil }
        return (name, SymmetricKey(data: secret))
    }
}
