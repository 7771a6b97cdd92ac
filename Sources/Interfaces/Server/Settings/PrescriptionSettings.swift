import Access
import Prescriptions

/// What prescriptions are signed with, and how they reach a pharmacy.
struct PrescriptionSettings: Sendable {
    let key: SecretSource
    let delivery: PrescriptionOffice.Delivery

    /// Where people are treated the way must be named, and the stand-in is none.
    init(_ reader: inout SettingsReader, realm: Realm) {
        key = reader.secret(.prescriptionKey, orFile: .prescriptionKeyFile)
        switch realm {
        case .test:
            delivery = reader.word(.prescriptionDelivery, default: .sandbox, else: .sandbox)
        case .live:
            delivery = reader.word(.prescriptionDelivery, default: nil, else: .paper)
            if delivery == .sandbox { reader.refuse(.prescriptionDelivery) }
        }
    }
}
