/// What a route asks of its caller. Decided by role and route alone, before anything is looked up; what is not
/// allowed here is denied.
package enum Permission: String, CaseIterable, Sendable {
    /// Nobody needs to be signed in.
    case anyone
    /// Anybody signed in: one's own sessions.
    case signedIn
    /// A patient's own record.
    case ownRecord
    /// Somebody of the care team, about themselves.
    case staffSelf
    /// See what is to be done.
    case workQueue
    /// Claim, resolve, snooze, hand over.
    case workQueueChange
    /// Find patients and read their charts.
    case readPatients
    /// Prepare a patient's way: medicines, clearances, drafts, orders, parcels. Signs and decides nothing.
    case prepareCare
    /// What a prescriber alone does: visits and their outcomes, answers to rules, signatures.
    case prescribe
    /// Record that a pharmacy's lot is recalled, or not any more.
    case recallLots
    /// Hours, licences and visits of prescribers, arranged for them or by themselves.
    case manageSchedule
    /// Read the program's own data: prescribers, pharmacies, protocols, partners' messages.
    case readProgram
    /// Read who may do what.
    case readAccess
    /// See who is on call.
    case readRota
    /// Put people on call, and end it.
    case manageRota
    /// Name the number at which one is called: who may be on call.
    case carryPager
    /// Invite, grant, approve, end.
    case manageAccess
    /// The program's own data: the states it serves, protocols and rules.
    case manageProgram
    /// See how the program's machinery fares: jobs and dead letters, without what they are about.
    case readOperations
    /// Keep it running: try dead letters again, give them up.
    case operate

    /// Who may. `nil` means that nobody is asked.
    package var roles: Set<Role>? {
        switch self {
        case .anyone: nil
        case .signedIn: Set(Role.allCases)
        case .ownRecord: [.patient]
        case .staffSelf: Set(Role.staff)
        case .workQueue, .readPatients, .readProgram:
            [.careNavigator, .prescriber, .medicalDirector, .auditor]
        case .workQueueChange, .prepareCare, .manageSchedule: [.careNavigator, .prescriber, .medicalDirector]
        case .prescribe: [.prescriber]
        case .recallLots: [.careNavigator, .prescriber, .medicalDirector, .pharmacist]
        case .readAccess: [.administrator, .auditor]
        case .readRota: Set(Role.staff)
        case .manageRota: [.administrator, .medicalDirector]
        case .carryPager: [.prescriber, .medicalDirector]
        case .manageAccess: [.administrator]
        case .manageProgram: [.medicalDirector]
        case .readOperations: [.medicalDirector, .administrator, .auditor]
        case .operate: [.medicalDirector, .administrator]
        }
    }

    /// Whether somebody with these roles may. Nobody signed in has no roles.
    package func allows(_ held: Set<Role>) -> Bool {
        guard let roles else { return true }
        return !roles.isDisjoint(with: held)
    }
}
