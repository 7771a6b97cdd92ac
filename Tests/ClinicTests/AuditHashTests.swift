import Clinic
import Clocks
import Crypto
import Foundation
import Sealing
import Testing

@Suite struct `The hash of an audit entry` {
    private struct Content: Encodable {
        let action, actor, at: String
        let detail: [String: String]
        let id, patient, subjectId, subjectKind: String
    }

    @Test(
        arguments: [
            [:], ["kind": "hold", "Occasion": "checkIn"],
            ["a": "\"\\/\n\u{1}\u{7F}", "é": "\u{2028}", "z": "日"],
        ])
    func `is that of its canonical JSON`(detail: [String: String]) throws {
        let patient = UUID()
        let entry = AuditEntry(
            "checkIn.report", .init("checkIn", UUID()), patient: patient, detail: detail,
            by: .patient(patient),
            at: Instant(microsecondsSince1970: 1_795_277_640_000_001))
        let content = Content(
            action: entry.action, actor: entry.actor.databaseSetting, at: entry.at.rfc3339, detail: detail,
            id: entry.id.description, patient: patient.uuidString.lowercased(),
            subjectId: entry.subject.id?.uuidString.lowercased() ?? "", subjectKind: "checkIn")
        #expect(try entry.hash == Data(SHA256.hash(data: CanonicalJSON.encode(content))))
    }
}
