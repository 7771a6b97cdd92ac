import Clinic
import Clocks
import Foundation

/// Parameters that are more than text.
extension Query {
    /// A moment as RFC 3339 writes it.
    package func instant(_ name: QueryParameter) throws(Rejection) -> Instant? {
        try parsed(
            name, Words(en: "an RFC 3339 instant in UTC", es: "un instante RFC 3339 en UTC")
        ) { Instant(rfc3339: $0) }
    }

    /// The id of something.
    package func id(_ name: QueryParameter) throws(Rejection) -> UUID? {
        try parsed(name, Words(en: "a UUID", es: "un UUID")) { UUID(uuidString: $0) }
    }

    /// A day of the calendar.
    package func date(_ name: QueryParameter) throws(Rejection) -> LocalDate? {
        try parsed(name, Words(en: "a date such as 2026-11-24", es: "una fecha como 2026-11-24")) {
            LocalDate($0)
        }
    }

    private func parsed<Value>(
        _ name: QueryParameter, _ must: Words, _ parse: (String) -> Value?
    ) throws(Rejection) -> Value? {
        guard let text = try text(name, longest: 64) else { return nil }
        guard let value = parse(text) else {
            throw Rejection(
                .invalidQuery,
                detail: Words(
                    en: "The parameter \(name.name) must be: \(must.en).",
                    es: "El parámetro \(name.name) debe ser: \(must.es)."))
        }
        return value
    }
}
