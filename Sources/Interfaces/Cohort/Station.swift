import Clocks

/// Where on the path a made-up person is left, for somebody to look at or to go on with.
package enum Station: String, CaseIterable, Codable, Sendable {
    /// Registered and signed in; the intake waits.
    case registered
    /// The care team has yet to look at the screening.
    case inReview
    /// The care team looked: not now.
    case declined
    /// Intake sent, consents signed; a visit can be booked.
    case intakeSent
    case visitBooked
    /// After the visit: the prescription is prepared and waits for its signature.
    case readyToSign
    /// Signed; the pharmacy has the order, or what comes after it.
    case signed
    /// The parcel is there and the first day chosen.
    case started
    /// Some two weeks into the treatment, with a report of every evening.
    case inTreatment

    /// How long before the end of a run they come, so that they have just arrived where they are left.
    var leadTime: Duration {
        switch self {
        case .registered, .inReview: .hours(6)
        case .declined, .intakeSent: .hours(18)
        case .visitBooked: .hours(20)
        case .readyToSign, .signed: .hours(24 * 4)
        case .started: .hours(24 * 12)
        case .inTreatment: .hours(24 * 24)
        }
    }

    /// Days in which somebody gets there from nothing.
    package var days: Int { Int(leadTime.components.seconds / 86_400) + 1 }

    /// What they answer at the screening.
    var story: Story {
        switch self {
        case .inReview, .declined: .bladderDisease
        case .registered, .intakeSent, .visitBooked, .readyToSign, .signed, .started,
            .inTreatment:
            .depression
        }
    }

    /// The home screen's actions that they take before they are left.
    var steps: Set<PatientPath.Step> {
        let sent: Set<PatientPath.Step> = [.startIntake, .continueIntake, .signConsents]
        return switch self {
        case .registered, .inReview, .declined: []
        case .intakeSent: sent
        case .visitBooked, .readyToSign, .signed: sent.union([.bookConsult, .confirmConsult])
        case .started: PatientPath.Step.everything.subtracting(PatientPath.Step.ofTreatment)
        case .inTreatment: PatientPath.Step.everything
        }
    }

    var isReviewed: Bool { self != .inReview }
    var isMet: Bool { [.readyToSign, .signed, .started, .inTreatment].contains(self) }
    var isSigned: Bool { [.signed, .started, .inTreatment].contains(self) }
}
