import Clocks
import Foundation
import Testing

@testable import Access

@Suite struct `The authenticator's codes` {
    /// RFC 6238, appendix B (SHA-1); the last six of its eight digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func `are those of RFC 6238`(seconds: Int, code: String) {
        let secret = TOTPSecret(bytes: Data("12345678901234567890".utf8))
        let instant = Instant(microsecondsSince1970: Int64(seconds) * 1_000_000)
        #expect(secret.code(atStep: TOTPSecret.step(at: instant)) == code)
    }

    /// RFC 4226, appendix D.
    @Test func `are those of RFC 4226, counted by hand`() {
        let secret = TOTPSecret(bytes: Data("12345678901234567890".utf8))
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ]
        #expect((0..<10).map { secret.code(atStep: $0) } == codes)
    }

    @Test func `count one step early and one step late, and no further`() {
        let secret = TOTPSecret()
        let now = Instant(microsecondsSince1970: 1_795_277_640_000_000)
        let step = TOTPSecret.step(at: now)
        for offset in Int64(-3)...3 {
            let found = secret.step(showing: secret.code(atStep: step + offset), at: now)
            #expect(found == (abs(offset) <= 1 ? step + offset : nil))
        }
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "      "])
    func `are six digits and nothing else`(text: String) {
        #expect(TOTPSecret(bytes: Data(repeating: 1, count: 20)).step(showing: text, at: .init(.now)) == nil)
    }

    @Test func `come from secrets of 160 bits that differ`() {
        #expect(TOTPSecret().bytes.count == 20)
        #expect(TOTPSecret().bytes != TOTPSecret().bytes)
    }

    @Test func `are set up by a URI that apps understand`() {
        let secret = TOTPSecret(bytes: Data("Hello!\u{DE}\u{AD}".utf8.prefix(6)) + [0xDE, 0xAD, 0xBE, 0xEF])
        let uri = secret.otpauth(account: "ana+rota@care.example", issuer: "Lozenge test")
        #expect(
            uri == "otpauth://totp/Lozenge%20test:ana%2Brota@care.example?secret=JBSWY3DPEHPK3PXP"
                + "&issuer=Lozenge%20test&algorithm=SHA1&digits=6&period=30")
    }

    @Test func `never show their secret in a log`() {
        let secret = TOTPSecret()
        for text in ["\(secret)", String(reflecting: secret), "\([secret])"] {
            #expect(!text.contains(secret.base32) && !text.contains("bytes"))
        }
    }
}

@Suite struct `Base 32` {
    /// RFC 4648, section 10, without its padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `is that of RFC 4648`(plain: String, encoded: String) {
        #expect(Base32.encode(Data(plain.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Data(plain.utf8))
    }

    @Test func `reads what people type`() {
        #expect(Base32.decode("mzxw 6ytb oi======") == Data("foobar".utf8))
    }

    @Test(arguments: ["M", "MZ1", "MZX8", "MZ!Q", "MZ", "ÄÖ"])
    func `refuses what nobody encoded`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test func `comes back for every length`() {
        for length in 0...40 {
            let bytes = Data((0..<length).map { _ in UInt8.random(in: 0...255) })
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
        }
    }
}
