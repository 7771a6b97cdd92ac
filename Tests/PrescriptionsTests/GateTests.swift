import Clinic
import Clocks
import Foundation
import Prescriptions
import Testing

@Suite struct `The gates of a signature` {
    @Test func `are all open where everything is as it should be`() throws {
        #expect(try Fixture.facts().closedGates.isEmpty)
    }

    /// One fact spoiled at a time, and the one reason that it closes a gate for.
    struct Spoiling: Sendable, CustomTestStringConvertible {
        let reason: ClosedGate.Reason
        let spoil: @Sendable (inout SigningFacts) throws -> Void

        var testDescription: String { "\(reason.gate.rawValue) \(reason)" }

        init(_ reason: ClosedGate.Reason, _ spoil: @escaping @Sendable (inout SigningFacts) throws -> Void) {
            self.reason = reason
            self.spoil = spoil
        }
    }

    static let spoilings: [Spoiling] = [
        Spoiling(.notItsPrescriber) { $0.signer = UUID() },
        Spoiling(.notLicensed) { $0.prescriber.licence = nil },
        Spoiling(.notRegistered) {
            $0.prescriber.registration = nil
            $0.prescriber.anyRegistration = nil
        },
        Spoiling(.registrationWrong) { $0.prescriber.registration = "BL1234564" },
        Spoiling(.consultNotCompleted) { $0.consult = nil },
        Spoiling(.consultNotCompleted) { $0.consult?.completedAt = nil },
        Spoiling(.consultNotCompleted) { $0.consult?.patient = UUID() },
        Spoiling(.consultOfAnother) { $0.consult?.prescriber = UUID() },
        Spoiling(.noteMissing) { $0.consult?.hasSignedNote = false },
        Spoiling(.notByVideo) { $0.consult?.isByVideo = false },
        Spoiling(.consultTooOld) { $0.consult?.completedAt = Fixture.now - .hours(30 * 24) - .seconds(1) },
        Spoiling(.identityMissing) { $0.consult?.isIdentityConfirmed = false },
        Spoiling(.identityMissing) { $0.consult?.attestedState = "NV" },
        Spoiling(.pdmpMissing) { $0.pdmpQueriedAt = nil },
        Spoiling(.pdmpTooOld) { $0.pdmpQueriedAt = Fixture.now - .hours(7 * 24) - .seconds(1) },
        Spoiling(.basisNotInForce) { $0.basis = nil },
        Spoiling(.basisNotInForce) { $0.today = LocalDate("2027-01-01") ?? $0.today },
        Spoiling(.eligibilityMissing) { $0.eligibility = nil },
        Spoiling(.eligibilityTooOld) {
            $0.eligibility?.evaluatedAt = Fixture.now - .hours(30 * 24) - .seconds(1)
        },
        Spoiling(.notEligible) { $0.eligibility?.allows = false },
        Spoiling(.questionUnanswered) { $0.eligibility?.unanswered = ["E7"] },
        Spoiling(.ruleNotAccepted) { $0.eligibility?.rejected = ["E11"] },
        Spoiling(.consentsMissing) { $0.eligibility?.areConsentsCurrent = false },
        Spoiling(.severeFlagOpen) { $0.hasSevereFlag = true },
        Spoiling(.termsOutOfProtocol) {
            $0.prescription = try Fixture.prescription(terms: Fixture.terms(quantity: 82))
        },
        Spoiling(.termsOutOfProtocol) {
            $0.prescription = try Fixture.prescription(terms: Fixture.terms(quantity: 29))
        },
        Spoiling(.supervisedConsentMissing) {
            $0.prescription = try Fixture.prescription(terms: Fixture.terms(maximum: 75, adult: "sister"))
        },
        Spoiling(.adultMissing) {
            $0.prescription = try Fixture.prescription(terms: Fixture.terms(maximum: 75))
            $0.hasSupervisedConsent = true
        },
        Spoiling(.startTooHigh) {
            var terms = try Fixture.terms()
            terms.start = Milligrams(45)
            terms.quantity = 90
            $0.prescription = try Fixture.prescription(terms: terms)
        },
        Spoiling(.anotherInForce) { $0.others = [ID(at: Fixture.now)] },
        Spoiling(.changedSinceReady) { $0.contentSHA256 = Data(repeating: 8, count: 32) },
        Spoiling(.shipStateNotCovered) {
            $0.prescription = try Fixture.prescription(shipState: "NY")
            $0.prescriber.shipStateLicence = nil
        },
        Spoiling(.shipStateNotCovered) {
            $0.prescription = try Fixture.prescription(shipState: "NY")
            $0.pharmacyCoversBoth = false
        },
    ]

    @Test(arguments: spoilings) func `close for one reason each`(spoiling: Spoiling) throws {
        var facts = try Fixture.facts()
        try spoiling.spoil(&facts)
        #expect(facts.closedGates.map(\.reason) == [spoiling.reason])
    }

    @Test func `know every reason`() {
        #expect(Set(Self.spoilings.map(\.reason)) == Set(ClosedGate.Reason.allCases))
        #expect(Set(ClosedGate.Reason.allCases.map(\.gate)) == Set(SigningGate.allCases))
    }

    @Test func `are all named at once, the first one first`() throws {
        var facts = try Fixture.facts()
        facts.hasSevereFlag = true
        facts.pdmpQueriedAt = nil
        facts.signer = UUID()
        #expect(facts.closedGates.map(\.gate) == [.signer, .monitoring, .safety])
    }

    @Test func `stay open to the last moment of each window`() throws {
        var facts = try Fixture.facts()
        facts.consult?.completedAt = Fixture.now - .hours(30 * 24)
        facts.eligibility?.evaluatedAt = Fixture.now - .hours(30 * 24)
        facts.pdmpQueriedAt = Fixture.now - .hours(7 * 24)
        facts.today = try #require(LocalDate("2026-12-31"))
        #expect(facts.closedGates.isEmpty)
    }

    @Test func `ask New York's monitoring program within a day`() throws {
        var facts = try Fixture.facts(Fixture.prescription(shipState: "NY", attestedState: "NY"))
        facts.consult?.attestedState = "NY"
        facts.pdmpQueriedAt = Fixture.now - .hours(24)
        #expect(facts.closedGates.isEmpty)
        facts.pdmpQueriedAt = Fixture.now - .hours(24) - .seconds(1)
        #expect(facts.closedGates.map(\.reason) == [.pdmpTooOld])
    }

    @Test func `take another state's registration only where the basis lets them`() throws {
        var facts = try Fixture.facts()
        facts.prescriber.registration = nil
        #expect(facts.closedGates.isEmpty)
        #expect(facts.registrationInForce == "BL1234563")
        facts.basis = try Delivered.bases[.referral]
        #expect(facts.closedGates.map(\.reason) == [.notRegistered])
    }

    @Test func `let a visit in person stand for one by video where the basis does`() throws {
        var facts = try Fixture.facts()
        facts.consult?.isByVideo = false
        facts.basis = try Delivered.bases[.inPerson]
        #expect(facts.closedGates.isEmpty)
    }

    @Test func `let a prescription take the place of the one in force, and wait for its end`() throws {
        let earlier = ID<Prescription>(at: Fixture.now)
        var facts = try Fixture.facts(Fixture.prescription(replaces: earlier))
        #expect(!facts.waitsForCancel)
        facts.others = [earlier]
        #expect(facts.closedGates.isEmpty)
        #expect(facts.waitsForCancel)
    }
}
