import Clinic

/// A state in which the program works, from a date on and, where that is settled, until another.
///
/// Rule E2 asks for it: a prescriber licensed there and a pharmacy that may ship there. Until those stages keep
/// their own dated data, the administrator states it here.
package struct ServedState: Sendable, Hashable {
    package let state: StateCode
    package let since: LocalDate
    /// The first date on which it is served no more.
    package let until: LocalDate?

    package init(state: StateCode, since: LocalDate, until: LocalDate?) {
        self.state = state
        self.since = since
        self.until = until
    }
}

/// Why a spell of service could not be written.
package enum ServedStateRefusal: Refusing {
    case endsBeforeItBegins
    case overlapsAnother

    package var code: String {
        switch self {
        case .endsBeforeItBegins: "service_ends_before_it_begins"
        case .overlapsAnother: "service_overlaps_another"
        }
    }
}
