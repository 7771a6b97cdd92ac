/// What people type first when asked for twelve characters, from published counts of leaked passwords.
///
/// A short list beside the other rules: it stops the guesses that an attacker makes online, where the second
/// factor and the limits stand too.
enum CommonPasswords {
    /// - Parameter folded: in lower case. Digits and signs at the end, the usual decoration, do not help.
    static func contains(_ folded: String) -> Bool {
        if whole.contains(folded) { return true }
        let bare = folded.drop(while: { !$0.isLetter }).reversed().drop(while: { !$0.isLetter }).reversed()
        let core = String(bare)
        return stems.contains(core) || stems.contains { stem in isRepetition(core, of: stem) }
    }

    private static func isRepetition(_ text: String, of stem: String) -> Bool {
        text.count > stem.count && text.count % stem.count == 0
            && text == String(repeating: stem, count: text.count / stem.count)
    }

    private static let whole: Set<String> = [
        "123456789012", "1234567890123", "123456789012345", "1234567890qwerty", "012345678910",
        "0123456789012",
        "123123123123", "121212121212", "112233445566", "111222333444", "102030405060", "147258369147",
        "123456123456", "123456789abc", "123456789qwe", "12345qwertyuiop", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u",
        "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "qazwsxedcrfv", "zaq12wsxcde3", "q1w2e3r4t5y6", "qwerty123456",
        "qwerty1234567", "qwertyuiop12", "qwertyuiop123", "asdfghjkl123", "zxcvbnm12345", "abc123456789",
        "abcd12345678", "a1b2c3d4e5f6", "aa12345678901", "password1234", "p@ssw0rd1234", "p@ssword1234",
        "passw0rd1234", "changeme1234", "letmein12345", "welcome12345", "iloveyou1234", "monkey123456",
        "dragon123456", "football1234", "baseball1234", "superman1234", "princess1234", "sunshine1234",
        "abcdefghijkl", "abcdefghijklm", "qwertyqwerty", "asdfasdfasdf", "correcthorsebatterystaple",
    ]

    private static let stems: Set<String> = [
        "password", "passwort", "contraseña", "passphrase", "passw0rd", "p@ssword", "p@ssw0rd", "pa$$word",
        "qwerty", "qwertyuiop", "qwertyuiopasdf", "qwertyuiopasdfghjkl", "asdfghjkl", "asdfghjklqwerty",
        "zxcvbnm",
        "letmein", "letmeinplease", "welcome", "welcomeback", "changeme", "changemenow", "changethis",
        "iloveyou",
        "iloveyouforever", "administrator", "administrador", "admin", "superadmin", "rootroot", "test",
        "testing",
        "secret", "secretpassword", "mypassword", "newpassword", "thisispassword", "thisismypassword",
        "default",
        "trustno", "sunshine", "princess", "football", "baseball", "basketball", "superman", "batman",
        "starwars",
        "monkey", "dragon", "master", "michael", "jennifer", "computer", "internet", "whatever",
        "unbelievable",
        "lozenge", "lozenges", "ketamine", "clinic", "theclinic", "medicine", "medical", "prescriber",
        "pharmacy",
        "spring", "summer", "autumn", "winter", "january", "february", "september", "october", "november",
        "december",
    ]
}
