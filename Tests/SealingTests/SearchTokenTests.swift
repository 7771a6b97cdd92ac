import Sealing
import Testing

@Suite struct `A search token` {
    let keyring: Keyring

    init() throws { keyring = try .fresh() }

    @Test(arguments: [
        ("Zoë Núñez-O’Brien", ["zoe", "ZOË", "nunez", "Núñez", "obrien", "O'Brien", "nun", "OBR", "zoe"]),
        ("Łukasz Großmann", ["lukasz", "grossmann", "GROSSMANN", "luk"]),
        ("Lý Thị Hương", ["ly", "thi", "huong", "hu\u{31B}o\u{31B}ng"]),
        ("J. Park 3rd", ["j", "park", "par", "3rd"]),
    ])
    func `finds a name by`(name: String, typed: [String]) {
        let tokens = keyring.searchTokens(forName: name)
        for word in typed { #expect(tokens.contains(keyring.searchToken(for: .name, word)), "\(word)") }
    }

    @Test(arguments: ["nune", "bri", "zo", "o", "ortiz"])
    func `does not find a name by another word`(typed: String) {
        let tokens = keyring.searchTokens(forName: "Zoë Núñez-O’Brien")
        #expect(!tokens.contains(keyring.searchToken(for: .name, typed)))
    }

    @Test(arguments: [
        (SearchToken.Kind.email, " Maya@Example.org", "maya@example.org"),
        (.phone, "(602) 555-0100", "+1 602 555 0100"),
        (.trackingNumber, "1z 999 aa1", "1Z999AA1"),
        (.orderNumber, "LF-0042", "lf0042"),
    ])
    func `is the same for two ways of writing one thing`(kind: SearchToken.Kind, one: String, other: String) {
        #expect(keyring.searchToken(for: kind, one) == keyring.searchToken(for: kind, other))
    }

    @Test func `differs between kinds and between installations`() throws {
        let kinds = SearchToken.Kind.allCases.map { keyring.searchToken(for: $0, "19920302") }
        #expect(Set(kinds).count == kinds.count)
        #expect(
            try Keyring.fresh().searchToken(for: .email, "a@b.c") != keyring.searchToken(for: .email, "a@b.c")
        )
    }
}
