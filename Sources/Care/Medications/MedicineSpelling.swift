/// The names that a slip of the pen may have been meant to be, ready to be searched: some thousand names a word, in
/// some microseconds.
///
/// A name is compared only where its length and the set of its letters allow the distance at all; that leaves a few
/// dozen of them for the table of distances.
struct MedicineSpelling: Sendable {
    private struct Name: Sendable {
        let letters: [UInt8]
        let sound: [UInt8]
        /// One bit for each letter that is in it.
        let set: UInt32
        let index: Int
    }

    private var names: [Name] = []
    private var bySound: [[UInt8]: Int] = [:]
    /// The places of the names that have these sounds but for the vowels.
    private var byConsonants: [[UInt8]: [Int]] = [:]

    /// A shorter word has too many neighbors among words that are no medicine.
    static let shortest = 5

    /// Takes a name of one word in; `index` is what it stands for.
    mutating func add(_ name: String, index: Int) {
        let letters = Array(name.utf8)
        guard letters.count >= Self.shortest, letters.allSatisfy({ (97...122).contains($0) }) else { return }
        let sound = MedicineSound.of(letters)
        names.append(Name(letters: letters, sound: sound, set: Self.set(of: letters), index: index))
        byConsonants[Self.consonants(of: sound), default: []].append(names.count - 1)
        // Two meanings of one sound: neither.
        if bySound[sound, default: index] != index { bySound[sound] = -1 } else { bySound[sound] = index }
    }

    /// What `word` was meant to be; `nil` where nothing is near enough, or where two things are equally near.
    ///
    /// One letter may be wrong from five on, two from nine on; one more where the word sounds the same but for its
    /// vowels. Up to eight letters the first one, or its sound, must be right. A name of the same sound is as good as
    /// one letter.
    func nearest(to word: String) -> Int? {
        let letters = Array(word.utf8)
        guard letters.count >= Self.shortest, letters.allSatisfy({ (97...122).contains($0) }) else {
            return nil
        }
        let sound = MedicineSound.of(letters)
        let limit = Self.limit(of: letters)
        var search = Search(letters: letters, sound: sound, limit: limit)
        switch bySound[sound] {
        case .none: break
        case .some(-1): return nil
        case .some(let index) where letters.count >= 6: search.take(index, at: 1)
        case .some: break
        }
        let set = Self.set(of: letters)
        for name in names
        where abs(name.letters.count - letters.count) <= search.limit
            && (name.set ^ set).nonzeroBitCount <= 2 * search.limit
        {
            search.compare(name)
        }
        if search.found == nil, letters.count >= 6 {
            search.limit = limit + 1
            for place in byConsonants[Self.consonants(of: sound), default: []] {
                search.compare(names[place])
            }
        }
        if search.found == nil { return cutOff(letters) }
        return search.isPlain ? search.found : nil
    }

    /// What a label cut off means: "hydrocod", "levothyrox"; six letters or more, with which names of one meaning begin.
    private func cutOff(_ letters: [UInt8]) -> Int? {
        guard letters.count >= 6 else { return nil }
        let indices = names.filter { $0.letters.starts(with: letters) }.map(\.index)
        return Set(indices).count == 1 ? indices.first : nil
    }

    /// The nearest so far, and how near a name must be to matter still.
    private struct Search {
        let letters: [UInt8]
        let sound: [UInt8]
        var limit: Int
        var found: Int?
        var isPlain = true

        mutating func compare(_ name: Name) {
            if letters.count <= 8, name.letters[0] != letters[0], name.sound[0] != sound[0] { return }
            guard let distance = MedicineSpelling.distance(letters, name.letters, atMost: limit) else {
                return
            }
            take(name.index, at: distance)
        }

        mutating func take(_ index: Int, at distance: Int) {
            if found == nil || distance < limit {
                (found, limit, isPlain) = (index, distance, true)
            } else if found != index {
                isPlain = false
            }
        }
    }

    /// Names of antibodies and kinase inhibitors differ by two letters and less: one slip only.
    private static func limit(of letters: [UInt8]) -> Int {
        if letters.count < 9 { return 1 }
        return letters.suffix(3) == Array("mab".utf8)[...] || letters.suffix(3) == Array("nib".utf8)[...]
            ? 1 : 2
    }

    private static func set(of letters: [UInt8]) -> UInt32 {
        letters.reduce(0) { $0 | 1 << UInt32($1 - 97) }
    }

    private static func consonants(of sound: [UInt8]) -> [UInt8] {
        [sound[0]] + sound.dropFirst().filter { !Array("aeiou".utf8).contains($0) }
    }

    /// Letters left out, put in, changed, or two that changed places; `nil` beyond `limit`.
    static func distance(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
        // What both begin and end with costs nothing.
        var (first, lastLeft, lastRight) = (0, left.count, right.count)
        while first < min(lastLeft, lastRight), left[first] == right[first] { first += 1 }
        while first < min(lastLeft, lastRight), left[lastLeft - 1] == right[lastRight - 1] {
            (lastLeft, lastRight) = (lastLeft - 1, lastRight - 1)
        }
        return distance(left[first..<lastLeft], right[first..<lastRight], atMost: limit)
    }

    private static func distance(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, atMost limit: Int
    ) -> Int? {
        if abs(left.count - right.count) > limit { return nil }
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        let (left, right) = (Array(left), Array(right))
        var before = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var next = before
        for row in left.indices {
            next[0] = row + 1
            var least = next[0]
            for column in right.indices {
                let change = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(change, last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                next[column + 1] = best
                least = min(least, best)
            }
            if least > limit { return nil }
            swap(&before, &last)
            swap(&last, &next)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}
