/// A word as it sounds, so that two spellings of one sound are equal: `th` is `t`, `ph` is `f`, `y` is `i`, `z` and soft
/// `c` are `s`, a doubled letter is one, and the last vowel does not count.
///
/// English and Spanish write most medicines with the same sounds: `hydrochlorothiazide` and `hidroclorotiazida`,
/// `levothyroxine` and `levotiroxina` are one word here, and so are `Xanax` and `zanax`.
enum MedicineSound {
    /// The sound of a word of small ASCII letters and digits.
    static func of(_ word: [UInt8]) -> [UInt8] {
        var sound: [UInt8] = []
        sound.reserveCapacity(word.count + 2)
        var index = 0
        func letter(_ offset: Int) -> UInt8 { index + offset < word.count ? word[index + offset] : 0 }
        func add(_ letter: UInt8) { if sound.last != letter { sound.append(letter) } }
        while index < word.count {
            let next = letter(1)
            switch word[index] {
            case UInt8(ascii: "p") where next == h:
                add(UInt8(ascii: "f"))
                index += 1
            case UInt8(ascii: "t") where next == h, UInt8(ascii: "r") where next == h:
                add(word[index])
                index += 1
            case UInt8(ascii: "c") where next == h:
                add(UInt8(ascii: "k"))
                index += 1
            case UInt8(ascii: "c"): add(softens(next) ? UInt8(ascii: "s") : UInt8(ascii: "k"))
            case UInt8(ascii: "q"):
                add(UInt8(ascii: "k"))
                if next == UInt8(ascii: "u") { index += 1 }
            case UInt8(ascii: "x") where index == 0, UInt8(ascii: "z"): add(UInt8(ascii: "s"))
            case UInt8(ascii: "x"):
                add(UInt8(ascii: "k"))
                add(UInt8(ascii: "s"))
            case UInt8(ascii: "y"): add(UInt8(ascii: "i"))
            case UInt8(ascii: "o") where next == UInt8(ascii: "e"),
                UInt8(ascii: "a") where next == UInt8(ascii: "e"):
                add(UInt8(ascii: "e"))
                index += 1
            default: add(word[index])
            }
            index += 1
        }
        if sound.count > 4, let last = sound.last, vowels.contains(last) { sound.removeLast() }
        return sound
    }

    private static let h = UInt8(ascii: "h")
    private static let vowels: [UInt8] = Array("aeiou".utf8)

    private static func softens(_ next: UInt8) -> Bool {
        next == UInt8(ascii: "e") || next == UInt8(ascii: "i") || next == UInt8(ascii: "y")
    }
}
