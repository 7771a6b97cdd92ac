import Clinic
import Foundation
import Safety
import Support
import Testing

/// Every state of a flag against every event, in one table.
@Suite struct `A flag` {
    enum Event: String, CaseIterable {
        case acknowledge, close, closeOtherwise, closeByANavigator
    }

    static let states: [(name: String, state: Flag.State)] = [
        ("open", .open), ("acknowledged", .acknowledged), ("closed", .closed(outcome: "resume")),
        ("closed otherwise", .closed(outcome: "discharge")),
    ]

    /// What follows for a flag of severity 1, which a prescriber closes; a refusal otherwise.
    static func expected(_ state: String, _ event: Event) -> Result<Flag.State, FlagRefusal> {
        switch (state, event) {
        case ("open", .acknowledge), ("acknowledged", .acknowledge): .success(.acknowledged)
        case (_, .acknowledge): .failure(.alreadyClosed)
        case (_, .closeByANavigator): .failure(.prescriberCloses)
        case ("closed otherwise", .close): .failure(.alreadyClosed)
        case (_, .close): .success(.closed(outcome: "resume"))
        case ("open", .closeOtherwise), ("acknowledged", .closeOtherwise):
            .success(.closed(outcome: "taper"))
        case (_, .closeOtherwise): .failure(.alreadyClosed)
        }
    }

    private static let rules = Result {
        let protocols = Checkout.folder.appending(path: "Schema/protocols")
        return try FlagRules(
            json: Data(contentsOf: protocols.appending(path: "flags.json")),
            calendar: JSONDecoder().decode(
                BusinessCalendar.self,
                from: Data(contentsOf: protocols.appending(path: "clinic-calendar.json"))))
    }

    private static func flag(_ severity: Flag.Severity, _ state: Flag.State) -> Flag {
        Flag(id: ID(UUID()), patient: UUID(), rule: "E15", severity: severity, state: state, version: 7)
    }

    @Test(arguments: states.map(\.name), Event.allCases)
    func `in each state takes each event or says why not`(name: String, event: Event) throws {
        let state = try #require(Self.states.first { $0.name == name }).state
        let rule = try Self.rules.get().rule(.danger)
        var flag = Self.flag(.danger, state)
        let result: Result<Flag.State, FlagRefusal>
        do throws(FlagRefusal) {
            switch event {
            case .acknowledge: _ = try flag.acknowledge()
            case .close: _ = try flag.close(as: "resume", by: rule, mayPrescribe: true, isInTreatment: true)
            case .closeOtherwise:
                _ = try flag.close(as: "taper", by: rule, mayPrescribe: true, isInTreatment: true)
            case .closeByANavigator:
                _ = try flag.close(as: "resume", by: rule, mayPrescribe: false, isInTreatment: true)
            }
            result = .success(flag.state)
        } catch {
            result = .failure(error)
        }
        #expect(result == Self.expected(name, event))
        #expect(flag.version == (flag.state == state ? 7 : 8))
    }

    @Test func `becomes graver and never milder, and must then be seen again`() throws {
        for (state, ends) in [(Flag.State.open, Flag.State.open), (.acknowledged, .open)] {
            var flag = Self.flag(.concern, state)
            #expect(try flag.escalate(to: .concern) == .unchanged)
            #expect(flag.version == 7)
            #expect(throws: FlagRefusal.notGraver) { try flag.escalate(to: .notice) }
            #expect(try flag.escalate(to: .danger) == .changed)
            #expect(flag.severity == .danger && flag.state == ends && flag.version == 8)
        }
        var closed = Self.flag(.notice, .closed(outcome: "settled"))
        #expect(throws: FlagRefusal.alreadyClosed) { try closed.escalate(to: .danger) }
    }

    @Test(arguments: Flag.Severity.allCases)
    func `has only the outcomes of its severity`(severity: Flag.Severity) throws {
        let rule = try Self.rules.get().rule(severity)
        for outcome in rule.outcomes {
            var flag = Self.flag(severity, .acknowledged)
            let fits = outcome != "noTreatment"
            #expect(
                try flag.close(as: outcome, by: rule, mayPrescribe: true, isInTreatment: fits) == .changed)
            guard severity == .danger else { continue }
            var other = Self.flag(severity, .acknowledged)
            #expect(throws: FlagRefusal.outcomeUnfit) {
                try other.close(as: outcome, by: rule, mayPrescribe: true, isInTreatment: !fits)
            }
        }
        var flag = Self.flag(severity, .acknowledged)
        #expect(throws: FlagRefusal.outcomeUnknown) {
            try flag.close(as: "dismissed", by: rule, mayPrescribe: true, isInTreatment: true)
        }
    }
}
