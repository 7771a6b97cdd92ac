import Crypto
import Foundation

/// Chance that repeats: the same seed gives the same people, days and decisions (SplitMix64, Steele et al. 2014).
package struct SeededChance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A stream of its own for person `number`, so that one more draw for somebody changes nobody else.
    package init(seed: Int, person number: Int) {
        self.init(
            seed: UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number)
                &* 0xD1B5_4A32_D192_ED03)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of `choices`, which are never empty here.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int.random(in: choices.indices, using: &self)]
    }
}

extension UUID {
    /// The Idempotency-Key of one step of one person: the same when the run is taken up again after a crash, so that
    /// what was done is not done a second time. A UUID of version 8 over SHA-256 (RFC 9562).
    init(seed: Int, person: Int, step: String) {
        var bytes = Array(SHA256.hash(data: Data("lozenge cohort \(seed) \(person) \(step)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
