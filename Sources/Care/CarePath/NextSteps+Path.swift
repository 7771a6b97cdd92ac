import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Safety

/// The rules of `NextSteps`: the furthest stage that has something to say speaks, and what is open beside it is added.
extension NextSteps {
    /// - Parameters:
    ///   - now: the moment of the reading.
    ///   - zone: the patient's, in which dates are said.
    package init(_ position: PathPosition, rules: Rules, now: Instant, zone: TimeZone) {
        self =
            Self.atHome(position, rules, now, zone) ?? Self.ended(position) ?? Self.supply(position)
            ?? Self.visit(position, rules, now, zone) ?? Self.entry(position)
        // A document in a new version is asked for wherever one stands; before the intake there is enough to do.
        if position.unsigned > 0, blocked == nil,
            position.intake == .submitted || position.intake == .amending
        {
            actions.append(.init(.signConsents, "POST", "/v1/me/consents"))
        }
        if position.intake == .amending { actions.append(.continueIntake(isRequired: false)) }
    }

    /// Screening, intake, eligibility.
    private static func entry(_ position: PathPosition) -> NextSteps {
        switch position.standing {
        case .inReview:
            NextSteps(
                stage: .screeningReview,
                waitingFor: [.init(.screeningReview, at: position.due[.screeningReview])])
        case .declined:
            NextSteps(stage: .declined, blocked: .declined)
        case .qualified, .accepted:
            switch position.intake {
            case .none:
                NextSteps(stage: .welcome, actions: [.init(.startIntake, "PUT", "/v1/me/intake")])
            case .draft:
                NextSteps(stage: .intake, actions: [.continueIntake(isRequired: true)])
            case .submitted, .amending:
                judged(position)
            }
        }
    }

    /// An intake was submitted, and no visit has been arranged.
    private static func judged(_ position: PathPosition) -> NextSteps {
        guard let eligibility = position.eligibility else {
            return NextSteps(stage: .eligibility, waitingFor: [.init(.eligibilityDecision, at: nil)])
        }
        if eligibility.outcome == .ineligible || eligibility.rejected > 0 {
            return NextSteps(stage: .ineligible, blocked: .ineligible)
        }
        if eligibility.outcome == .incomplete {
            let due = [position.due[.medicationUnknown], position.due[.eligibilityIncomplete]]
            return NextSteps(
                stage: .eligibility,
                waitingFor: [.init(.eligibilityDecision, at: due.compactMap(\.self).max())])
        }
        if eligibility.uncleared > 0 {
            return NextSteps(
                stage: .eligibility, waitingFor: [.init(.clearance, at: position.due[.clearanceDue])])
        }
        // The consents come first; a visit cannot be held without them.
        guard position.unsigned == 0 else { return NextSteps(stage: .consult) }
        return NextSteps(stage: .consult, actions: [.init(.bookConsult, "POST", "/v1/me/consults")])
    }

    /// A visit is arranged or over; after an approval the prescription is waited for.
    static func visit(
        _ position: PathPosition, _ rules: Rules, _ now: Instant, _ zone: TimeZone
    ) -> NextSteps? {
        if position.prescription == .inPreparation { return prescribing(position) }
        guard position.standing.mayGoOn, let visit = position.visit else { return nil }
        let path = "/v1/me/consults/\(visit.id.uuidString.lowercased())"
        let upcoming = Upcoming(
            code: .consult, on: LocalDate(of: visit.startsAt, in: zone), at: visit.startsAt)
        switch visit.state {
        case .held:
            return NextSteps(
                stage: .consult,
                actions: [.init(.confirmConsult, "POST", "\(path)/confirm", due: visit.heldUntil)])
        case .booked:
            let mayCheckIn = now >= visit.startsAt - rules.checkInLead
            return NextSteps(
                stage: .consult,
                actions: mayCheckIn
                    ? [.init(.consultCheckIn, "POST", "\(path)/check-in", due: visit.startsAt)] : [],
                upcoming: [upcoming])
        case .checkedIn, .inProgress:
            return NextSteps(stage: .consult, waitingFor: [.init(.consult, at: visit.startsAt)])
        case .completed:
            return completed(visit, position)
        }
    }

    private static func completed(_ visit: PathPosition.Visit, _ position: PathPosition) -> NextSteps {
        switch visit.outcome {
        case .approved?:
            prescribing(position)
        case .declined?:
            NextSteps(stage: .consultDeclined, blocked: .consultDeclined)
        case .needsInformation?, .followUp?, nil:
            NextSteps(
                stage: .consult, waitingFor: [.init(.consultFollowUp, at: position.due[.consultFollowUp])])
        }
    }

    private static func prescribing(_ position: PathPosition) -> NextSteps {
        NextSteps(
            stage: .prescription, waitingFor: [.init(.prescription, at: position.due[.prescriptionDraft])])
    }

    /// Medicine is signed for, made or on its way.
    private static func supply(_ position: PathPosition) -> NextSteps? {
        guard let order = position.order else {
            return position.prescription == .signed
                ? NextSteps(stage: .pharmacy, waitingFor: [.init(.pharmacy, at: nil)]) : nil
        }
        guard let parcel = order.parcel else {
            return order.isDispensed
                ? NextSteps(stage: .parcel, waitingFor: [.init(.parcel, at: nil)])
                : NextSteps(stage: .pharmacy, waitingFor: [.init(.pharmacy, at: nil)])
        }
        return NextSteps(stage: .parcel, actions: confirming(parcel), waitingFor: waiting(for: parcel))
    }

    /// The question whether it came; needed once the carrier says so, welcome before.
    static func confirming(_ parcel: PathPosition.Parcel) -> [Action] {
        guard parcel.receipt == nil else { return [] }
        let href = "/v1/me/shipments/\(parcel.id.uuidString.lowercased())/received"
        return [.init(.confirmReceived, "POST", href, isRequired: parcel.phase == .delivered)]
    }

    static func waiting(for parcel: PathPosition.Parcel) -> [Waiting] {
        switch (parcel.receipt, parcel.phase) {
        case (.notReceived?, _), (nil, .troubled): [.init(code: .parcelProblem, expected: nil)]
        case (nil, .underWay):
            [.init(code: .parcel, expected: parcel.expected.map(Waiting.Expected.on))]
        case (nil, .delivered), (.received?, _): []
        }
    }
}

extension NextSteps.Action {
    init(
        _ code: Code, _ method: String, _ href: String, isRequired: Bool = true, due: Instant? = nil
    ) {
        self.init(code: code, isRequired: isRequired, due: due, method: method, href: href)
    }

    fileprivate static func continueIntake(isRequired: Bool) -> Self {
        Self(.continueIntake, "PUT", "/v1/me/intake", isRequired: isRequired)
    }
}

extension NextSteps.Waiting {
    fileprivate init(_ code: Code, at moment: Instant?) {
        self.init(code: code, expected: moment.map(Expected.at))
    }
}
