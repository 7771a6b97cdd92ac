import Clinic
import Clocks
import Foundation
import Patients
import Support
import Testing

@testable import CarePath

/// What a move brings, from facts alone.
@Suite struct `The consequences of a move` {
    private let program: ProgramData

    init() throws { program = try ProgramData(folder: Checkout.folder.appending(path: "Schema")) }

    private let noon = Instant(microsecondsSince1970: 1_795_277_640_000_000)

    private func move(to state: String, zone: String, on date: String = "2026-12-01") throws -> Move {
        let code = try #require(StateCode(state))
        return Move(
            address: PostalAddress(
                line1: "4 Elm Street", line2: nil, city: "Albany", state: code, postalCode: "12207"),
            state: code, timeZone: zone, effectiveFrom: try #require(LocalDate(date)))
    }

    private func standing() throws -> MoveStanding {
        MoveStanding(
            fromState: try #require(StateCode("AZ")), fromZone: "America/Phoenix", isServed: true,
            prescription: nil, prescriberLacksLicence: false, drafts: 0, plannedFills: 0, visits: [],
            orders: [], parcels: [], hasTreatment: false)
    }

    @Test func `within a state and its zone are none`() throws {
        let here = try move(to: "AZ", zone: "America/Phoenix")
        #expect(here.consequences(for: try standing()).isEmpty)
    }

    @Test func `are all there, each about its own thing`() throws {
        var facts = try standing()
        facts.isServed = false
        facts.prescription = "rx-1"
        facts.prescriberLacksLicence = true
        facts.drafts = 1
        facts.plannedFills = 2
        facts.visits = [
            .init(handle: "co-1", starts: noon, isLicensedThere: false),
            .init(handle: "co-2", starts: noon, isLicensedThere: true),
        ]
        facts.orders = ["or-1"]
        facts.parcels = ["sh-1"]
        facts.hasTreatment = true
        let found = try move(to: "NY", zone: "America/New_York").consequences(for: facts)
        #expect(
            found.map { "\($0.code.rawValue) \($0.subject ?? "")" } == [
                "stateNotServed ", "waitlistOffered ", "prescriptionNeedsReplacement rx-1",
                "newPrescriberNeeded rx-1", "draftsVoided ", "fillsHeld ", "visitCancelled co-1",
                "visitStays co-2", "orderToOldAddress or-1", "parcelToOldAddress sh-1",
                "daysCountedInNewZone ", "eligibilityAskedAgain ",
            ])
    }

    @Test func `within the state send the next supply to the new address`() throws {
        var facts = try standing()
        facts.plannedFills = 1
        facts.drafts = 1
        let here = try move(to: "AZ", zone: "America/Phoenix")
        #expect(here.consequences(for: facts).map(\.code) == [.fillsGoToNewAddress])
    }

    @Test(arguments: [
        ("2026-10-22", true), ("2026-10-21", false), ("2027-05-20", true), ("2027-05-21", false),
    ])
    func `are asked for dates that somebody can know`(_ date: String, _ may: Bool) throws {
        let asked = try move(to: "NY", zone: "America/New_York", on: date)
        let today = try #require(LocalDate("2026-11-21"))
        var refused: MoveRefusal?
        do throws(MoveRefusal) { try asked.check(today: today, rules: program.people) } catch {
            refused = error
        }
        #expect((refused == nil) == may)
    }

    @Test func `have words in both languages, and so has what keeps an account open`() {
        for code in MoveConsequence.Code.allCases {
            let (en, es) = (Language.en, Language.es)
            let key = "move.\(code.rawValue)"
            #expect(program.peopleWords.said(key, in: en) != key)
            #expect(program.peopleWords.said(key, in: es) != program.peopleWords.said(key, in: en))
        }
        for obstacle in ClosingObstacle.allCases {
            #expect(
                program.peopleWords.said("closing.\(obstacle.rawValue)", in: .es)
                    != "closing.\(obstacle.rawValue)")
        }
    }
}

/// Requests, corrections and merges, from their rules alone.
@Suite struct `The rules of people's changes` {
    private let program: ProgramData

    init() throws { program = try ProgramData(folder: Checkout.folder.appending(path: "Schema")) }

    private let now = Instant(microsecondsSince1970: 1_795_277_640_000_000)

    /// 45 CFR 164.524, 164.526 and 164.528, and the clinic's own.
    @Test(arguments: [
        (PatientRequest.Kind.records, "2026-12-21", "2027-01-20" as String?),
        (.amendment, "2027-01-20", "2027-02-19"), (.accounting, "2027-01-20", "2027-02-19"),
        (.complaint, "2026-12-21", nil), (.refund, "2026-12-01", nil), (.closing, "2026-12-21", nil),
    ])
    func `a request has its legal date, and one extension where the law has it`(
        _ kind: PatientRequest.Kind, _ due: String, _ later: String?
    ) throws {
        let (rules, today) = (program.requests, try #require(LocalDate("2026-11-21")))
        var request = PatientRequest(kind, of: ID(at: now), under: rules, today: today, now: now)
        #expect(request.lastDay.description == due)
        guard let later else {
            #expect(throws: RequestRefusal.notExtendable) { try request.extend(under: rules, today: today) }
            return
        }
        #expect(throws: RequestRefusal.late) {
            try request.extend(under: rules, today: request.lastDay + 1)
        }
        try request.extend(under: rules, today: request.lastDay)
        #expect(request.lastDay.description == later)
        #expect(throws: RequestRefusal.extendedAlready) { try request.extend(under: rules, today: today) }
    }

    @Test func `a refund is passed on, never granted; an answer is given once`() throws {
        let (rules, today) = (program.requests, try #require(LocalDate("2026-11-21")))
        var refund = PatientRequest(.refund, of: ID(at: now), under: rules, today: today, now: now)
        #expect(throws: RequestRefusal.outcomeUnfit) { try refund.resolve(as: .fulfilled, under: rules) }
        #expect(try refund.resolve(as: .passedOn, under: rules))
        #expect(try !refund.resolve(as: .passedOn, under: rules))
        #expect(throws: RequestRefusal.resolved) { try refund.resolve(as: .denied, under: rules) }
    }

    @Test func `a merge goes its way in every state`() throws {
        let (ana, ben) = (UUID(), UUID())
        func made() throws -> Merge {
            try Merge(of: ID(at: now), into: ID(at: now), by: ana, now: now)
        }
        var merge = try made()
        #expect(throws: MergeRefusal.notMerged) { try merge.undo(now: now) }
        #expect(throws: MergeRefusal.secondPersonRequired) {
            try merge.approve(by: ana, undoDays: 30, now: now)
        }
        #expect(try merge.approve(by: ben, undoDays: 30, now: now))
        #expect(try !merge.approve(by: ben, undoDays: 30, now: now))
        #expect(throws: MergeRefusal.decided) { try merge.decline() }
        #expect(throws: MergeRefusal.undoTooLate) { try merge.undo(now: now + .hours(720) + .seconds(1)) }
        #expect(try merge.undo(now: now + .hours(720)))
        #expect(try !merge.undo(now: now))
        #expect(throws: MergeRefusal.decided) { try merge.approve(by: ben, undoDays: 30, now: now) }
        var declined = try made()
        #expect(try declined.decline())
        #expect(try !declined.decline())
        #expect(throws: MergeRefusal.decided) { try declined.approve(by: ben, undoDays: 30, now: now) }
        let one = ID<Patient>(at: now)
        #expect(throws: MergeRefusal.sameRecord) { _ = try Merge(of: one, into: one, by: ana, now: now) }
    }

    @Test(arguments: [
        (["photoIdByVideo", "fullName", "birthDate"], true), (["fullName", "birthDate"], false),
        (["fullName", "fullName", "birthDate"], false), (["fullName", "birthDate", "shoeSize"], false),
    ])
    func `an identity is vouched for by three known points`(_ checks: [String], _ enough: Bool) {
        #expect(program.people.accepts(checks: checks) == enough)
    }
}
