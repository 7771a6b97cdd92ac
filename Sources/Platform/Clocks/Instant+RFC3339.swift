import Foundation

extension Instant: CustomStringConvertible {
    /// `2026-11-21T16:14:05Z`, with a fraction only where there is one: the form of every instant on the wire.
    package var rfc3339: String {
        let micros = microsecondsSince1970
        let seconds = secondsSince1970
        let (year, month, day) = Self.civil(fromDays: Int(seconds.floorDivided(by: 86_400)))
        let ofDay = Int(seconds.floorRemainder(by: 86_400))
        let fraction = Int(micros - seconds * 1_000_000)
        let whole =
            "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))T"
            + "\((ofDay / 3600).padded(2)):\((ofDay / 60 % 60).padded(2)):\((ofDay % 60).padded(2))"
        return fraction == 0 ? whole + "Z" : whole + ".\(fraction.padded(6))Z"
    }

    package var description: String { rfc3339 }

    /// Reads an RFC 3339 instant with `Z` or a numeric offset; `nil` for anything else, a date alone included.
    /// Digits beyond the microsecond are cut off.
    package init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t"),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
            let second = reader.number(2), let micros = reader.take(".") ? reader.fraction(6) : 0,
            let offset = Self.offset(&reader), reader.isAtEnd,
            (1...12).contains(month), (1...Self.daysIn(month: month, of: year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds =
            Int64(Self.days(year: year, month: month, day: day)) * 86_400
            + Int64(hour * 3600 + minute * 60 + second - offset)
        self.init(microsecondsSince1970: seconds * 1_000_000 + Int64(micros))
    }

    /// `Z` or `+hh:mm`, in seconds.
    private static func offset(_ reader: inout DigitReader) -> Int? {
        if reader.take("Z") || reader.take("z") { return 0 }
        let sign = reader.take("+") ? 1 : reader.take("-") ? -1 : 0
        guard sign != 0, let hours = reader.number(2), reader.take(":"), let minutes = reader.number(2),
            hours < 24,
            minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes) * 60
    }

    // Howard Hinnant's civil-day arithmetic for the proleptic Gregorian calendar; no locale, no time zone.

    /// Days from 1970-01-01 to the given date.
    package static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y.floorDivided(by: 400)
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date that many days after 1970-01-01.
    package static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 28 to 31.
    package static func daysIn(month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Instant: Codable {
    /// As RFC 3339 text, in every JSON of the program.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        guard let instant = Instant(rfc3339: try box.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: box, debugDescription: "not an RFC 3339 instant")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(rfc3339)
    }
}

extension BinaryInteger {
    fileprivate func floorDivided(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func floorRemainder(by divisor: Self) -> Self { self - floorDivided(by: divisor) * divisor }

    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
