import Clinic
import Clocks
import Crypto
import Foundation
import Prescriptions
import Sealing
import Testing

@Suite struct `The key that signs prescriptions` {
    @Test func `is made once and read again`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let made = try PrescriptionSigningKey(generatingAt: path)
        #expect(try PrescriptionSigningKey(generatingAt: path).id == made.id)
        let signature = try made.sign(Data("x".utf8))
        #expect(made.verifies(signature, over: Data("x".utf8), by: made.id) == true)
        #expect(made.verifies(signature, over: Data("y".utf8), by: made.id) == false)
        #expect(made.verifies(signature, over: Data("x".utf8), by: "another") == nil)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: PrescriptionSigningKeyFault.file(.notPrivate(path: path))) {
            try PrescriptionSigningKey(file: path)
        }
        #expect(!"\(made)".contains("PrivateKey"))
    }

    @Test func `still verifies what an earlier one signed`() throws {
        let (old, new) = (Curve25519.Signing.PrivateKey(), Curve25519.Signing.PrivateKey())
        let text = [new, old].map { $0.rawRepresentation.base64EncodedString() }.joined(separator: "\n")
        let key = try PrescriptionSigningKey(reading: "# two\n\(text)\n")
        let earlier = PrescriptionSigningKey(signing: old)
        #expect(key.verifies(try earlier.sign(Data("x".utf8)), over: Data("x".utf8), by: earlier.id) == true)
        #expect(throws: PrescriptionSigningKeyFault.unreadable) { try PrescriptionSigningKey(reading: "abc") }
        #expect(throws: PrescriptionSigningKeyFault.noKey) { try PrescriptionSigningKey(reading: "# none\n") }
    }
}

@Suite struct `The archive of a signature` {
    private func face() throws -> PrescriptionArchive.Face {
        let address = PostalAddress(
            line1: "12 Juniper/Street", line2: nil, city: "Phoenix", state: try #require(StateCode("AZ")),
            postalCode: "85004")
        return PrescriptionArchive.Face(
            try Fixture.prescription(), drug: "ketamine hydrochloride", form: "lozenge", daysSupply: 30,
            delivery: "sandbox",
            patient: .init(name: "Maya Ortíz", address: address, birthDate: "1992-03-02"),
            prescriber: .init(name: "Mei Lin, MD", address: address, npi: "1234567893"))
    }

    /// RFC 8785 for what we write: keys sorted, no blanks, slashes and accents as they are.
    @Test func `is canonical JSON`() throws {
        let text = String(decoding: try CanonicalJSON.encode(try face()), as: UTF8.self)
        let keys = text.matches(of: /"([A-Za-z0-9]+)":/).map { String($0.output.1) }
        #expect(text.contains("\"line1\":\"12 Juniper/Street\"") && text.contains("Ortíz"))
        #expect(!text.contains(": ") && !text.contains("\n"))
        #expect(keys.filter { $0 == "directions" }.count == 1)
    }

    @Test func `has one hash for one face, another for any other`() throws {
        let one = try face()
        #expect(try one.sha256 == one.sha256)
        var other = one
        other.quantity += 1
        #expect(try one.sha256 != other.sha256)
        other = one
        other.patient.name = "Maya Ortiz"
        #expect(try one.sha256 != other.sha256)
    }
}
