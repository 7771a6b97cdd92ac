import CarePath
import Clinic
import Foundation
import StrictJSON

extension Call {
    /// The change of a dose of the path, by id.
    func change() throws -> UUID {
        guard let id = UUID(uuidString: text("change")) else { throw NotFound() }
        return id
    }

    /// The dates from and to, at most a year; `nil` where both are left out.
    func dates() throws -> ClosedRange<LocalDate>? {
        let (from, to) = (try query.date("from"), try query.date("to"))
        guard from != nil || to != nil else { return nil }
        guard let from, let to, (0...366).contains(to - from) else {
            throw Rejection(
                .invalidQuery,
                detail: Words(
                    en: "Give from and to, at most 366 days apart, from first.",
                    es: "Indique from y to, con un máximo de 366 días entre ambas, from primero."))
        }
        return from...to
    }
}

/// A dose from a date on, with the reason.
struct DoseOrder {
    let dose: Milligrams
    /// A dose every so many days.
    let every: Int
    let from: LocalDate
    let reason: String
}

/// A pause, at whose wish and for how long.
struct PauseOrder {
    let wish: PauseWish
    let until: LocalDate?
    let reason: String
}

extension JSONReader {
    /// - Parameter spaced: whether it may be a dose every so many days.
    mutating func doseOrder(spaced: Bool = false) -> DoseOrder? {
        let dose = integer("doseMg", in: 1...1000)
        let every: JSONField<Int?> = spaced ? optionalInteger("everyDays", in: 1...30) : JSONField(.some(nil))
        let from = parse("from", as: .date) { LocalDate($0) }
        let reason = text("reason", length: 1...500)
        return made {
            DoseOrder(
                dose: Milligrams(dose.value), every: every.value ?? 1, from: from.value, reason: reason.value)
        }
    }

    mutating func pauseOrder() -> PauseOrder? {
        let wish = option("wishedBy", of: PauseWish.self)
        let until = optionalParse("until", as: .date) { LocalDate($0) }
        let reason = text("reason", length: 1...500)
        return made { PauseOrder(wish: wish.value, until: until.value, reason: reason.value) }
    }
}
