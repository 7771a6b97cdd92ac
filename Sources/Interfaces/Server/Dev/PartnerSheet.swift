import Foundation
import Sandbox

/// Where the stand-in partners of a data folder are, and the secrets that they share with the program: made once, so
/// that what the database keeps of them stays right.
struct PartnerSheet: Codable, Sendable {
    private(set) var textsPort: Int
    private(set) var mailPort: Int
    let pharmacyPassword: String
    let pharmacySecret: String
    let carrierKey: String
    let carrierSecret: String

    private static let file = "partners.json"

    /// The folder's sheet, or a new one. Ports that somebody else took in the meantime are replaced.
    static func open(in folder: DataFolder) throws -> PartnerSheet {
        var sheet =
            try folder.read(file)
            ?? PartnerSheet(
                textsPort: 0, mailPort: 0, pharmacyPassword: freshSecret(),
                pharmacySecret: "whsec_" + freshSecret(), carrierKey: "EZTK" + freshSecret(),
                carrierSecret: freshSecret())
        for port in [\PartnerSheet.textsPort, \.mailPort] where !LoopbackPort.isFree(sheet[keyPath: port]) {
            sheet[keyPath: port] = try LoopbackPort.free()
        }
        try folder.write(sheet, to: file)
        return sheet
    }

    /// The sheet of a `lozenged sandbox` that runs on this folder.
    static func read(in folder: DataFolder) throws -> PartnerSheet {
        guard let sheet: PartnerSheet = try folder.read(file) else { throw NoPartnerSheet(folder: folder) }
        return sheet
    }

    var pharmacy: PharmacyProfile {
        var profile = PharmacyProfile()
        profile.password = pharmacyPassword
        profile.webhookSecret = pharmacySecret
        return profile
    }

    var carrier: CarrierProfile {
        var profile = CarrierProfile()
        profile.apiKey = carrierKey
        profile.webhookSecret = carrierSecret
        return profile
    }

    var addresses: SandboxServices.Addresses {
        SandboxServices.Addresses(host: "127.0.0.1", textsPort: textsPort, mailPort: mailPort)
    }

    /// How the sandbox of this folder runs.
    ///
    /// - Parameter webhooksURL: where the program takes partners' messages.
    func settings(in folder: DataFolder, webhooksURL: String?) -> SandboxServices.Settings {
        var settings = SandboxServices.Settings()
        settings.textsPort = textsPort
        settings.mailPort = mailPort
        settings.logPath = folder.path("messages.jsonl")
        settings.journals = folder.url.path(percentEncoded: false)
        settings.pharmacies = [pharmacy]
        settings.carrier = carrier
        settings.webhooksURL = webhooksURL
        return settings
    }

    /// 24 random bytes, as base64: what Standard Webhooks asks of a secret.
    private static func freshSecret() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            .base64EncodedString()
    }
}

/// No `lozenged sandbox` ever ran on the folder.
struct NoPartnerSheet: Error, CustomStringConvertible {
    let folder: DataFolder

    var description: String {
        "No `lozenged sandbox --data \(folder.url.path(percentEncoded: false))` runs or ran."
    }
}
