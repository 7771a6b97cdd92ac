import Foundation
import Testing

@testable import Access

@Suite struct `Which passwords are good` {
    @Test(arguments: [
        "correct horse battery", "Zoë’s grüne Höhle", "twelve chars", "👩‍⚕️ sees seven cats",
        "9 blue whales & a kite",
    ])
    func `long ones that nobody guesses are`(password: String) {
        #expect(throws: Never.self) { try PasswordRule.check(password, owner: []) }
    }

    @Test(arguments: [
        "", "elevenchars", "aaaaaaaaaaaa", "abababababab", "123456789012", "Password1234", "PASSWORD!!!!2026",
        "passwordpassword", "Qwertyuiop123!", "September2026!", "iloveyou12345", "12345Lozenge!",
        String(repeating: "long enough ", count: 22),
    ])
    func `short, common, patterned and endless ones are not`(password: String) {
        #expect(throws: StaffAccessRefusal.passwordTooWeak) { try PasswordRule.check(password, owner: []) }
    }

    @Test func `one's own name is not`() {
        let words = ["Ana Ramírez-Lopez", "ana.ramirez@care.example"]
        #expect(throws: StaffAccessRefusal.passwordTooWeak) {
            try PasswordRule.check("Ramirez.care1", owner: words)
        }
        #expect(throws: Never.self) { try PasswordRule.check("Ramirez keeps nine bees", owner: words) }
    }

    @Test func `the bounds are 12 and 256`() {
        func letters(_ count: Int) -> String {
            String((0..<count).map { Character(Unicode.Scalar(97 + UInt8($0 * 7 % 26))) })
        }
        for (count, good) in [(11, false), (12, true), (256, true), (257, false)] {
            #expect(((try? PasswordRule.check(letters(count), owner: [])) != nil) == good, "\(count)")
        }
    }
}

@Suite struct `What is kept of a password` {
    /// Computed by Python's `hashlib.scrypt` over the NFKC form.
    @Test(arguments: [
        (
            "correct horse battery",
            "$scrypt$ln=12,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$1NdiUFsPOMLP4vAV72BPXbc2QAIqjCpT3FqIc76ESZc"
        ),
        (
            "Zoë’s grüne Höhle",
            "$scrypt$ln=12,r=8,p=1$ZmVkY2JhOTg3NjU0MzIxMA$nL9fdBfO3iCJ1iNii7PUfGZjDlkcBX7UVpxPZnzAvC4"
        ),
        (
            "Zoe\u{308}’s gru\u{308}ne Ho\u{308}hle",
            "$scrypt$ln=12,r=8,p=1$ZmVkY2JhOTg3NjU0MzIxMA$nL9fdBfO3iCJ1iNii7PUfGZjDlkcBX7UVpxPZnzAvC4"
        ),
    ])
    func `is scrypt, as others compute it`(password: String, text: String) throws {
        let hash = try #require(PasswordHash(text: text))
        #expect(hash.text == text)
        #expect(try hash.matches(password))
        #expect(try !hash.matches(password + " "))
        #expect(try !hash.matches(""))
    }

    @Test func `is salted, and carries its parameters`() throws {
        let (one, other) = (
            try PasswordHash(of: "correct horse battery", parameters: .quick),
            try PasswordHash(of: "correct horse battery", parameters: .init(logN: 13))
        )
        #expect(one != other)
        #expect(other.text.hasPrefix("$scrypt$ln=13,r=8,p=1$"))
        #expect(try #require(PasswordHash(text: other.text)).matches("correct horse battery"))
        #expect(PasswordHash.Parameters.standard == .init(logN: 17, blockSize: 8, parallelism: 1))
    }

    /// Once with the real work, whose memory a limit of the library could refuse.
    @Test func `takes the parameters of production`() throws {
        let hash = try PasswordHash(of: "correct horse battery", parameters: .standard)
        #expect(hash.text.hasPrefix("$scrypt$ln=17,r=8,p=1$"))
        #expect(try hash.matches("correct horse battery"))
    }

    @Test(arguments: [
        "", "plain",
        "$scrypt$ln=11,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$1NdiUFsPOMLP4vAV72BPXbc2QAIqjCpT3FqIc76ESZc",
        "$scrypt$ln=31,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$1NdiUFsPOMLP4vAV72BPXbc2QAIqjCpT3FqIc76ESZc",
        "$scrypt$ln=12,r=8,p=1$MDEy$1NdiUFsPOMLP4vAV72BPXbc2QAIqjCpT3FqIc76ESZc",
        "$scrypt$ln=12,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$", "$argon2id$v=19$m=65536,t=2,p=1$MDEy$MDEy",
    ])
    func `is refused in another form or with parameters out of bounds`(text: String) {
        #expect(PasswordHash(text: text) == nil)
    }

    @Test func `never shows itself in a log`() throws {
        let hash = try PasswordHash(of: "correct horse battery", parameters: .quick)
        #expect("\(hash)" == "PasswordHash(ln=12)")
        #expect(!String(reflecting: hash).contains("salt"))
    }
}

@Suite struct `Checking a password` {
    let hasher = PasswordHasher(parameters: .quick)

    @Test func `says yes to the right one alone`() async throws {
        let hash = try await hasher.hash("correct horse battery")
        #expect(try await hasher.isRight("correct horse battery", for: hash))
        #expect(try await !hasher.isRight("correct horse batterz", for: hash))
    }

    @Test(arguments: ["", "\0", "x", String(repeating: "x", count: 5000)])
    func `says no to anything else, whatever its size, and to everything where there is no account`(
        password: String
    ) async throws {
        let hash = try await hasher.hash("correct horse battery")
        #expect(try await !hasher.isRight(password, for: hash))
        #expect(try await !hasher.isRight(password, for: nil))
    }

    @Test func `is refused as busy when too many ask`() async throws {
        let limit = WorkLimit(atOnce: 0, places: 0, patience: .seconds(60))
        let crowded = PasswordHasher(parameters: .quick, limit: limit)
        await #expect(throws: AccessRefusal.busy) {
            try await crowded.isRight("correct horse battery", for: nil)
        }
    }
}
