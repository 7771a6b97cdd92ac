import Clinic
import Foundation

/// The numbers by which doses move: those of a protocol's file that titration needs
/// (`Schema/protocols/daily-low-dose.json`, of which a medical director approves a version by its hash).
package struct TitrationProtocol: Sendable, Decodable {
    package let slug: String
    package let version: Int
    package let ladderMg: [Int]
    package let automaticCeilingMg: Int
    package let ceilingMg: Int
    package let fullDoseDates: FullDoseDates
    /// The section `titration`.
    package let titration: TitrationNumbers

    /// `daily-low-dose|1`: how records name it.
    package var reference: String { "\(slug)|\(version)" }

    package var automaticCeiling: Milligrams { Milligrams(automaticCeilingMg) }

    /// The steps that can be taken with this lozenge.
    package func ladder(with form: LozengeForm) -> DoseLadder {
        DoseLadder(ladderMg.map(Milligrams.init), with: form)
    }

    /// What is wrong with the section, in words for whoever edited it; nothing if it can be used.
    package var faults: [String] { titration.faults(ladder: ladderMg) }
}
