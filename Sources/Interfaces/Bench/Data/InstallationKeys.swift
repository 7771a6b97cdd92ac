import Access
import Foundation
import Prescriptions
import Sealing

/// The keys of a made-up installation, in a folder: made there the first time, read afterwards.
struct InstallationKeys {
    let keyring: Keyring
    let tokens: TokenKeys

    init(folder: URL) throws {
        func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
        keyring = try Keyring(generatingAt: path("master-keys"))
        tokens = try TokenKeys(generatingAt: path("token-key"))
        _ = try PrescriptionSigningKey(generatingAt: path("prescription-key"))
    }
}
