import Clinic
import Clocks
import StrictJSON

/// When somebody who was turned away may answer the questions again.
package enum Reapplication: Sendable, Hashable {
    /// From this date on.
    case after(LocalDate)
    /// Once what stood against it has changed, and not before the date, if there is one.
    case whenChanged(notBefore: LocalDate?)
    /// What stood against it does not change.
    case never

    /// The stricter of two: never beats a change, a change beats a date, and of two dates the later counts.
    package func and(_ other: Reapplication) -> Reapplication {
        switch (self, other) {
        case (.never, _), (_, .never): .never
        case (.after(let left), .after(let right)): .after(max(left, right))
        case (.after(let date), .whenChanged(let other)), (.whenChanged(let other), .after(let date)):
            .whenChanged(notBefore: max(date, other ?? date))
        case (.whenChanged(let left), .whenChanged(let right)):
            .whenChanged(notBefore: [left, right].compactMap(\.self).max())
        }
    }
}

/// How a rule's data says it: `{"after": "P30D"}`, `{"atAge": 18}`, `{"when": "changed"}`, `{"never":
/// words}`.
package enum ReapplicationRule: Sendable, Hashable {
    case afterDays(Int)
    /// On the birthday that makes the person so old.
    case atAge(Int)
    case whenChanged
    /// With the reason, for the person.
    case never(Words)

    func reapplication(of born: LocalDate?, on today: LocalDate) -> Reapplication {
        switch self {
        case .afterDays(let days): .after(today + days)
        case .atAge(let years):
            born.flatMap { $0.birthday(years) }.map(Reapplication.after) ?? .whenChanged(notBefore: nil)
        case .whenChanged: .whenChanged(notBefore: nil)
        case .never: .never
        }
    }
}

extension LocalDate {
    /// The first day on which somebody born on this one is `years` old; born on the 29th of February, it is
    /// the 1st of March of a common year, as `age(on:)` counts.
    func birthday(_ years: Int) -> LocalDate? {
        LocalDate(year: year + years, month: month, day: day)
            ?? LocalDate(year: year + years, month: 3, day: 1)
    }
}

/// Kept with the result: `{"kind": "after", "date": "2026-12-21"}`.
extension Reapplication: Codable {
    private enum Key: String, CodingKey { case kind, date }
    private enum Kind: String, Codable { case after, whenChanged, never }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let text = try container.decodeIfPresent(String.self, forKey: .date)
        let date = text.flatMap { LocalDate($0) }
        switch (try container.decode(Kind.self, forKey: .kind), date) {
        case (.after, let date?): self = .after(date)
        case (.whenChanged, let date): self = .whenChanged(notBefore: date)
        case (.never, _): self = .never
        case (.after, nil):
            throw DecodingError.dataCorruptedError(
                forKey: .date, in: container, debugDescription: "A date is missing.")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .after(let date):
            try container.encode(Kind.after, forKey: .kind)
            try container.encode(date.description, forKey: .date)
        case .whenChanged(let date):
            try container.encode(Kind.whenChanged, forKey: .kind)
            try container.encodeIfPresent(date?.description, forKey: .date)
        case .never:
            try container.encode(Kind.never, forKey: .kind)
        }
    }
}
