import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Safety
import Testing
import Treatments

@testable import CarePath

/// Every position on the path, and what it says.
@Suite struct `The next steps` {
    static let now = Instant(rfc3339: "2026-11-21T16:14:00Z")!
    static let visit = UUID(uuidString: "0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d3e")!
    static let zone = TimeZone(identifier: "America/Phoenix")!

    /// A position, and in one line what is expected: stage, then actions, `~` what is waited for, `^` what comes,
    /// `!` what blocks.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let position: PathPosition
        let said: String

        var testDescription: String { name }

        init(_ name: String, _ said: String, _ change: (inout PathPosition) -> Void) {
            var position = PathPosition(
                standing: .qualified, intake: .submitted,
                eligibility: .init(outcome: .eligible, uncleared: 0, rejected: 0), unsigned: 0, due: [:])
            change(&position)
            (self.name, self.position, self.said) = (name, position, said)
        }
    }

    static func visit(
        _ state: PathPosition.Visit.State, _ outcome: PathPosition.Visit.Outcome? = nil,
        in lead: Duration = .hours(24)
    ) -> PathPosition.Visit {
        .init(
            id: visit, state: state, startsAt: now + lead,
            heldUntil: state == .held ? now + .minutes(10) : nil, outcome: outcome)
    }

    static func parcel(
        _ phase: PathPosition.Parcel.Phase, _ receipt: PathPosition.Parcel.Receipt? = nil
    ) -> PathPosition.Order {
        .init(
            isDispensed: true,
            parcel: .init(id: visit, phase: phase, receipt: receipt, expected: LocalDate("2026-11-25")))
    }

    static let entry: [Case] = [
        Case("registered", "welcome startIntake") {
            ($0.intake, $0.eligibility, $0.unsigned) = (.none, nil, 5)
        },
        Case("accepted", "welcome startIntake") {
            ($0.standing, $0.intake, $0.eligibility, $0.unsigned) = (.accepted, .none, nil, 5)
        },
        Case("in review", "screeningReview ~screeningReview") {
            ($0.standing, $0.intake, $0.eligibility) = (.inReview, .none, nil)
        },
        Case("declined", "declined !declined") {
            ($0.standing, $0.intake, $0.eligibility) = (.declined, .none, nil)
        },
        Case("draft", "intake continueIntake") { ($0.intake, $0.eligibility) = (.draft(asked: false), nil) },
        Case("returned", "intake continueIntake") { $0.intake = .draft(asked: true) },
        Case("not yet judged", "eligibility signConsents ~eligibilityDecision") {
            ($0.eligibility, $0.unsigned) = (nil, 2)
        },
        Case("ineligible", "ineligible !ineligible") {
            $0.eligibility?.outcome = .ineligible
            $0.unsigned = 2
        },
        Case("a prescriber's no", "ineligible !ineligible") { $0.eligibility?.rejected = 1 },
        Case("incomplete", "eligibility ~eligibilityDecision") { $0.eligibility?.outcome = .incomplete },
        Case("letter awaited", "eligibility ~clearance") {
            $0.eligibility = .init(outcome: .clearance, uncleared: 1, rejected: 0)
        },
        Case("letter received", "consult bookConsult") { $0.eligibility?.outcome = .clearance },
        Case("the prescriber decides at the visit", "consult bookConsult") {
            $0.eligibility?.outcome = .prescriberDecides
        },
        Case("consents open", "consult signConsents") { $0.unsigned = 1 },
        Case("eligible", "consult bookConsult") { _ in },
        Case("eligible, changing an answer", "consult bookConsult (continueIntake)") {
            $0.intake = .amending
        },
    ]

    static let visits: [Case] = [
        Case("held", "consult confirmConsult") { $0.visit = visit(.held) },
        Case("booked", "consult ^consult") { $0.visit = visit(.booked) },
        Case("booked, a document changed", "consult signConsents ^consult") {
            ($0.visit, $0.unsigned) = (visit(.booked), 1)
        },
        Case("about to begin", "consult consultCheckIn ^consult") {
            $0.visit = visit(.booked, in: .minutes(15))
        },
        Case("checked in", "consult ~consult") { $0.visit = visit(.checkedIn) },
        Case("in progress", "consult ~consult") { $0.visit = visit(.inProgress) },
        Case("approved", "prescription ~prescription") { $0.visit = visit(.completed, .approved) },
        Case("declined at the visit", "consultDeclined !consultDeclined") {
            $0.visit = visit(.completed, .declined)
        },
        Case("more is needed", "consult ~consultFollowUp") {
            $0.visit = visit(.completed, .needsInformation)
        },
        Case("followed up", "consult ~consultFollowUp") { $0.visit = visit(.completed, .followUp) },
    ]

    static let supply: [Case] = [
        Case("draft prescription", "prescription ~prescription") {
            ($0.visit, $0.prescription) = (visit(.completed, .approved), .inPreparation)
        },
        Case("signed", "pharmacy ~pharmacy") {
            ($0.visit, $0.prescription) = (visit(.completed, .approved), .signed)
        },
        Case("ordered", "pharmacy ~pharmacy") {
            ($0.prescription, $0.order) = (.signed, .init(isDispensed: false, parcel: nil))
        },
        Case("dispensed", "parcel ~parcel") {
            ($0.prescription, $0.order) = (.signed, .init(isDispensed: true, parcel: nil))
        },
        Case("on its way", "parcel (confirmReceived) ~parcel") { $0.order = parcel(.underWay) },
        Case("delivered", "parcel confirmReceived") { $0.order = parcel(.delivered) },
        Case("lost", "parcel (confirmReceived) ~parcelProblem") { $0.order = parcel(.troubled) },
        Case("not received", "parcel ~parcelProblem") { $0.order = parcel(.delivered, .notReceived) },
        Case("arrived", "treatmentStart chooseFirstDay confirmReceived") {
            $0.order = parcel(.delivered)
            $0.treatment = .init(arrivedAt: now, firstDay: nil)
        },
        Case("received", "treatmentStart chooseFirstDay") {
            $0.order = parcel(.delivered, .received)
            $0.treatment = .init(arrivedAt: now, firstDay: nil)
        },
        Case("tomorrow", "treatmentStart ^firstDay") {
            $0.order = parcel(.delivered, .received)
            $0.treatment = .init(arrivedAt: now, firstDay: LocalDate("2026-11-22"))
        },
        Case("first day", "treatment checkIn") {
            $0.order = parcel(.delivered, .received)
            $0.treatment = .init(arrivedAt: now, firstDay: LocalDate("2026-11-21"))
        },
    ]

    private func steps(_ position: PathPosition) -> NextSteps {
        NextSteps(
            position, rules: .init(checkInLead: .minutes(15), chooseWithinDays: 14, reviewOnDay: 21),
            now: Self.now,
            zone: Self.zone)
    }

    /// At home on day 12 of the first month, with one thing changed.
    private static func atHome(
        _ name: String, _ said: String, _ change: @escaping (inout PathPosition.Treatment) -> Void
    ) -> Case {
        Case(name, said) {
            $0.order = parcel(.delivered, .received)
            var treatment = PathPosition.Treatment(arrivedAt: now, firstDay: LocalDate("2026-11-10"))
            treatment.cycle = LocalDate("2026-11-10").map { .init(number: 1, firstDay: $0) }
            change(&treatment)
            $0.treatment = treatment
        }
    }

    static let daily: [Case] = [
        atHome("day 12", "treatment checkIn ^refillReview") { _ in },
        atHome("the review is open", "treatment checkIn refillReview bookConsult ^refillReview") {
            $0.review = LocalDate("2026-11-30").map { .init(isAnswered: false, dueOn: $0, hasVisit: false) }
        },
        atHome("the review waits for its decision", "treatment checkIn ~refillDecision ^refillReview") {
            $0.review = LocalDate("2026-11-30").map { .init(isAnswered: true, dueOn: $0, hasVisit: true) }
        },
        atHome("the next supply is planned", "treatment checkIn ~nextFill ^refillReview") {
            $0.nextFillOn = LocalDate("2026-12-06")
        },
        atHome("reported", "treatment ^refillReview") { $0.isReported = true },
        atHome("the ASQ is open", "treatment answerAsq ^refillReview") {
            ($0.isReported, $0.asqDueAt) = (true, now + .minutes(30))
        },
        atHome("a higher dose", "treatment (acknowledgeDose) checkIn ^refillReview") {
            $0.change = .init(id: visit, isOffer: true, expiresAt: now + .hours(72))
        },
        atHome("a lower dose", "treatment acknowledgeDose checkIn ^refillReview") {
            $0.change = .init(id: visit, isOffer: false)
        },
        atHome("said yes, not agreed to", "treatment ~doseAgreement ^refillReview") {
            $0.isReported = true
            $0.change = .init(id: visit, isOffer: true, isAcknowledged: true, awaitsAgreement: true)
        },
        atHome("paused", "treatmentPaused (checkIn) ~pauseDecision ^refillReview") { $0.pause = .careTeam },
        atHome("their own pause", "treatmentPaused (checkIn) (resumeTreatment) ^refillReview") {
            $0.pause = .own
        },
        atHome("stopped", "treatmentEnded (lastScores)") { $0.endedAt = now },
        atHome("another parcel came", "treatment checkIn (countSupply) ^refillReview") {
            $0.countFor = .parcel
        },
        atHome("stopped with some left", "treatmentEnded (lastScores) (countSupply)") {
            ($0.endedAt, $0.countFor) = (now, .discharge)
        },
    ]

    static let all = entry + visits + supply + daily

    @Test(arguments: all) func `follow from where somebody stands`(_ example: Case) {
        let steps = steps(example.position)
        let said =
            [steps.stage.rawValue]
            + steps.actions.map { $0.isRequired ? $0.code.rawValue : "(\($0.code.rawValue))" }
            + steps.waitingFor.map { "~\($0.code.rawValue)" }
            + steps.upcoming.map { "^\($0.code.rawValue)" }
            + (steps.blocked.map { ["!\($0.rawValue)"] } ?? [])
        #expect(said.joined(separator: " ") == example.said)
    }

    @Test func `speak of everything they can speak of, and never of nothing`() {
        let all = Self.all.map { steps($0.position) }
        #expect(Set(all.map(\.stage)) == Set(NextSteps.Stage.allCases))
        #expect(Set(all.flatMap(\.actions).map(\.code)) == Set(NextSteps.Action.Code.allCases))
        #expect(Set(all.flatMap(\.waitingFor).map(\.code)) == Set(NextSteps.Waiting.Code.allCases))
        #expect(Set(all.compactMap(\.blocked)) == Set(NextSteps.Block.allCases))
        for steps in all where steps.stage != .treatment {
            #expect(
                !steps.actions.isEmpty || !steps.waitingFor.isEmpty || !steps.upcoming.isEmpty
                    || steps.blocked != nil, "\(steps.stage)")
        }
    }

    @Test func `name the call that does each, and by when`() throws {
        func action(_ name: String) throws -> NextSteps.Action {
            let example = try #require(Self.all.first { $0.name == name })
            return try #require(steps(example.position).actions.first)
        }
        let id = Self.visit.uuidString.lowercased()
        #expect(try action("held").href == "/v1/me/consults/\(id)/confirm")
        #expect(try action("held").due == Self.now + .minutes(10))
        #expect(try action("about to begin").href == "/v1/me/consults/\(id)/check-in")
        #expect(try action("delivered").href == "/v1/me/shipments/\(id)/received")
        #expect(try action("received").due == Self.now + .hours(14 * 24))
        #expect(try action("registered").method == "PUT")
        #expect(try action("the ASQ is open").href == "/v1/me/check-ins/2026-11-21")
        #expect(try action("a higher dose").href == "/v1/me/dose-changes/\(id)/acknowledge")
        #expect(try action("day 12").due == Instant(rfc3339: "2026-11-22T07:00:00Z"))
    }

    @Test func `say when others are due`() {
        var position = Self.entry[2].position
        position.due = [.screeningReview: Self.now]
        #expect(steps(position).waitingFor.first?.expected == .at(Self.now))
        #expect(
            steps(Self.supply[4].position).waitingFor.first?.expected
                == LocalDate("2026-11-25").map(NextSteps.Waiting.Expected.on))
    }
}
