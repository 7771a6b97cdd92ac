import CareSupport
import DoorSupport
import Foundation

/// A person made of words that stand nowhere else, so that finding one of them somewhere means that their data is
/// there.
struct Canary: Sendable {
    let newcomer: Newcomer
    private(set) var words: [String]

    init() {
        var newcomer = Newcomer("Xochiquetzal", "Zyzzyvanova")
        newcomer.email = "quaggaberg.lutefisk@zyzzyva.example"
        newcomer.phone = "+15058297613"
        newcomer.line1 = "77 Nudibranch Hollow"
        newcomer.answers.birthDate = "1987-09-23"
        newcomer.answers.mania = "bipolar"
        self.newcomer = newcomer
        words = [
            newcomer.given, newcomer.family, "lutefisk", "zyzzyva.example", "8297613", "829-7613",
            "Nudibranch",
            newcomer.answers.birthDate,
        ]
    }

    /// Something else that must not be found: what was written about the person, or lets somebody in.
    mutating func add(_ word: String) { words.append(word) }

    /// Which of the words stand in `text`, in the open, in base64 or in hexadecimal.
    func found(in text: String) -> [String] {
        let text = text.lowercased()
        return words.filter { word in
            let bytes = Data(word.utf8)
            let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            return [word, bytes.base64EncodedString().replacing("=", with: ""), hex]
                .contains { text.contains($0.lowercased()) }
        }
    }
}
