extension MedicationMap {
    /// What a word means that is in no list as it stands, where a slip of the pen explains it and nothing else does:
    /// one letter from five on, two from nine on. Two names equally near that mean different things explain nothing, and
    /// a digit is no slip: "tylenol3" is not Tylenol, but has codeine in it.
    func meaning(misspelled word: String) -> Meaning? {
        let letters = Array(word)
        let allowed = letters.count >= 9 ? 2 : letters.count >= 5 ? 1 : 0
        guard allowed > 0, !word.contains(where: \.isNumber) else { return nil }
        var nearest = allowed
        var meanings: Set<Meaning> = []
        for name in ingredients.keys.joinedWith(names.keys) where !name.contains(" ") && name.count >= 5 {
            let distance = Self.distance(letters, Array(name), atMost: nearest)
            guard let distance, let meaning = meaning(of: name) else { continue }
            if distance < nearest { meanings = [] }
            nearest = distance
            meanings.insert(meaning)
        }
        return meanings.count == 1 ? meanings.first : nil
    }

    /// Letters left out, put in, changed, or two that changed places; `nil` beyond `limit`.
    static func distance(_ left: [Character], _ right: [Character], atMost limit: Int) -> Int? {
        if abs(left.count - right.count) > limit { return nil }
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var next = [row + 1]
            for column in right.indices {
                let change = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(change, last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                next.append(best)
            }
            if next.allSatisfy({ $0 > limit }) { return nil }
            (before, last) = (last, next)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}

extension Sequence where Element == String {
    fileprivate func joinedWith(_ others: some Sequence<String>) -> [String] { Array(self) + Array(others) }
}
