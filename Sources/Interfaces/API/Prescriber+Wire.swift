import CarePath
import Clinic
import Consults
import Foundation
import StrictJSON
import Wire

extension PrescriberAnswer {
    init(_ line: PrescriberLine) {
        let prescriber = line.record.prescriber
        let profile = prescriber.profile
        self.init(
            id: prescriber.account.uuidString.lowercased(), handle: line.handle, name: line.name,
            active: line.isActive, credentials: profile.credentials, npi: profile.npi.digits,
            timeZone: profile.timeZone,
            address: .init(
                line1: profile.address.line1, line2: profile.address.line2, city: profile.address.city,
                state: profile.address.state, postalCode: profile.address.postalCode),
            pace: Pace(profile.pace), coverId: profile.cover?.uuidString.lowercased(),
            licences: line.record.licences.map(StateCredentialAnswer.init),
            dea: line.record.registrations.map(StateCredentialAnswer.init),
            hours: line.record.hours.weekly.map(WeeklyHours.init),
            exceptions: line.record.hours.exceptions.sorted { $0.key < $1.key }.map {
                DayException(
                    date: $0.key.description, opens: $0.value?.opens.clock, closes: $0.value?.closes.clock)
            },
            version: prescriber.version)
    }
}

extension PrescriberAnswer.Pace {
    init(_ pace: Prescriber.Pace) {
        self.init(
            initialMinutes: pace.initialMinutes, reviewMinutes: pace.reviewMinutes,
            adHocMinutes: pace.adHocMinutes, bufferMinutes: pace.bufferMinutes,
            minimumNoticeMinutes: pace.minimumNoticeMinutes, horizonDays: pace.horizonDays,
            dailyMaximum: pace.dailyMaximum)
    }
}

extension PrescriberAnswer.WeeklyHours {
    init(_ weekly: WorkingHours.Weekly) {
        self.init(
            weekday: weekly.weekday, opens: weekly.span.opens.clock, closes: weekly.span.closes.clock,
            from: weekly.from.description, until: weekly.until?.description)
    }
}

extension StateCredentialAnswer {
    init(_ credential: StateCredential) {
        self.init(
            state: credential.state.code, number: credential.number, from: credential.from.description,
            until: credential.until.description)
    }
}

extension Int {
    /// Minutes after midnight as a clock shows them: `09:00`, `24:00`.
    fileprivate var clock: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(self / 60)):\(two(self % 60))"
    }

    /// The minutes of `09:00`, up to `24:00`.
    fileprivate init?(clock text: String) {
        guard let parts = text.wholeMatch(of: /(\d\d):(\d\d)/)?.output, let hour = Int(parts.1),
            let minute = Int(parts.2), minute < 60, hour * 60 + minute <= 24 * 60
        else { return nil }
        self = hour * 60 + minute
    }
}

/// What a request says of one date.
struct DayRequest: Sendable {
    enum Day: String, Sendable, CaseIterable {
        case off, hours, usual
    }

    /// `nil` where the week counts again.
    let exception: Consults.DayException?
}

/// A state credential as it was sent, its dates not compared yet.
struct SentCredential: Sendable {
    let state: StateCode
    let number: String
    let from: LocalDate
    let until: LocalDate

    var credential: StateCredential {
        get throws(PrescriberRefusal) {
            try StateCredential(state: state, number: number, from: from, until: until)
        }
    }
}

extension JSONReader {
    /// - Parameter pace: what counts where the request says nothing.
    mutating func prescriberProfile(usually pace: Prescriber.Pace) -> Prescriber.Profile? {
        let credentials = string("credentials", length: 1...40)
        let npi = parse("npi", as: .npi) { ProviderIdentifier($0) }
        let zone = parse("timeZone", as: .timeZone) { TimeZone(identifier: $0) == nil ? nil : $0 }
        let address = object("address") { $0.practiceAddress() }
        let own = optionalObject("pace") { $0.pace(usually: pace) }
        let cover = optionalParse("coverId", as: .id) { UUID(uuidString: $0) }
        return made {
            Prescriber.Profile(
                credentials: credentials.value, npi: npi.value, timeZone: zone.value, address: address.value,
                pace: own.value ?? pace, cover: cover.value)
        }
    }

    private mutating func practiceAddress() -> PostalAddress? {
        let line1 = string("line1", length: 1...100)
        let line2 = optionalString("line2", length: 0...100)
        let city = string("city", length: 1...80)
        let state = parse("state", as: .state) { StateCode($0) }
        let postalCode = parse("postalCode", as: .postalCode) { text in
            text.wholeMatch(of: /[0-9]{5}(-[0-9]{4})?/) == nil ? nil : text
        }
        return made {
            PostalAddress(
                line1: line1.value, line2: line2.value, city: city.value, state: state.value,
                postalCode: postalCode.value)
        }
    }

    private mutating func pace(usually pace: Prescriber.Pace) -> Prescriber.Pace? {
        let initial = optionalInteger("initialMinutes", in: 5...240)
        let review = optionalInteger("reviewMinutes", in: 5...240)
        let adHoc = optionalInteger("adHocMinutes", in: 5...240)
        let buffer = optionalInteger("bufferMinutes", in: 0...120)
        let notice = optionalInteger("minimumNoticeMinutes", in: 0...20_160)
        let horizon = optionalInteger("horizonDays", in: 1...365)
        let maximum = optionalInteger("dailyMaximum", in: 1...100)
        return made {
            Prescriber.Pace(
                initialMinutes: initial.value ?? pace.initialMinutes,
                reviewMinutes: review.value ?? pace.reviewMinutes,
                adHocMinutes: adHoc.value ?? pace.adHocMinutes,
                bufferMinutes: buffer.value ?? pace.bufferMinutes,
                minimumNoticeMinutes: notice.value ?? pace.minimumNoticeMinutes,
                horizonDays: horizon.value ?? pace.horizonDays,
                dailyMaximum: maximum.value ?? pace.dailyMaximum)
        }
    }

    /// - Parameter number: reads the number, `nil` for one that cannot be.
    mutating func stateCredential(number read: (String) -> String?) -> SentCredential? {
        let state = parse("state", as: .state) { StateCode($0) }
        let number = parse("number", as: .registration) { text in
            (1...40).contains(text.count) ? read(text) : nil
        }
        let from = parse("from", as: .date) { LocalDate($0) }
        let until = parse("until", as: .date) { LocalDate($0) }
        return made {
            SentCredential(state: state.value, number: number.value, from: from.value, until: until.value)
        }
    }

    /// - Parameter today: from when on hours count that do not say it.
    mutating func weeklyHours(from today: LocalDate) -> [WorkingHours.Weekly]? {
        let weekly = array("weekly", count: 0...50) { $0.weekly(from: today) }
        return made { weekly.value }
    }

    private mutating func weekly(from today: LocalDate) -> WorkingHours.Weekly? {
        let weekday = integer("weekday", in: 1...7)
        let span = span()
        let from = optionalParse("from", as: .date) { LocalDate($0) }
        let until = optionalParse("until", as: .date) { LocalDate($0) }
        guard let span else { return nil }
        return made {
            WorkingHours.Weekly(
                weekday: weekday.value, span: span, from: from.value ?? today, until: until.value)
        }
    }

    private mutating func span() -> WorkingHours.Span? {
        let opens = parse("opens", as: .wallTime) { Int(clock: $0) }
        let closes = parse("closes", as: .wallTime) { Int(clock: $0) }
        guard let start = opens.ifRead, let end = closes.ifRead else { return nil }
        guard let span = WorkingHours.Span(opens: start, closes: end) else {
            note(.badFormat(pointer.member("closes"), .laterWallTime))
            return nil
        }
        return span
    }

    mutating func dayException() -> DayRequest? {
        let day = option("day", of: DayRequest.Day.self)
        let span = day.ifRead == .hours ? span() : nil
        return made {
            switch day.value {
            case .off: DayRequest(exception: .init(span: nil))
            case .hours: DayRequest(exception: .init(span: span))
            case .usual: DayRequest(exception: nil)
            }
        }
    }
}
