extension MedicationMap {
    /// Whether a word says nothing of what is in it: listed so, a number with or without units (`25mg`, `10mg/5ml`), or a
    /// form with its number (`xl150`).
    func isIgnored(_ word: String) -> Bool {
        if lists.ignored.contains(word) { return true }
        let parts = Self.parts(of: word)
        // A unit may stand beside a number; other letters may be the name of something.
        return parts.contains(where: \.isNumber)
            && parts.allSatisfy { $0.isNumber || lists.ignored.contains($0.text) }
    }

    /// What a word means that is in no list as it stands: a name with its dose behind it, or with a slip of the pen that
    /// explains it where nothing else does.
    func meaning(ofUnknown word: String) -> Meaning? {
        if lists.otherWords.contains(word) { return nil }
        let parts = Self.parts(of: word)
        guard parts.count > 1 else { return spelling.nearest(to: word).map { meanings[$0] } }
        // "lisinopril10mg" has a dose; "tylenol3" is a name of its own, and "tylenol7" may be another.
        if let meaning = known["\(parts[0].text) \(parts[1].text)"], parts.count == 2 { return meaning }
        guard !parts[0].isNumber, parts[0].text.utf8.count > 2, let meaning = known[parts[0].text],
            parts.dropFirst().allSatisfy({ $0.isNumber || lists.ignored.contains($0.text) })
        else { return nil }
        return parts.count > 2 || !numbered.contains(parts[0].text) ? meaning : nil
    }

    /// Where digits and letters meet.
    private static func parts(of word: String) -> [(text: String, isNumber: Bool)] {
        var parts: [(text: String, isNumber: Bool)] = []
        for byte in word.utf8 {
            let isNumber = MedicineWords.isDigit(byte) || byte == UInt8(ascii: ".")
            let letter = String(decoding: [byte], as: UTF8.self)
            if let last = parts.last, last.isNumber == isNumber {
                parts[parts.count - 1].text += letter
            } else {
                parts.append((letter, isNumber))
            }
        }
        return parts
    }
}
