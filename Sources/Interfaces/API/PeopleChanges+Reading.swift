import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import StrictJSON
import Wire

extension JSONReader {
    mutating func moveRequested() -> MoveRequested? {
        let home = object("address") { $0.home() }
        let zone = optionalParse("timeZone", as: .timeZone) { TimeZone(identifier: $0) == nil ? nil : $0 }
        let from = parse("effectiveFrom", as: .date) { LocalDate($0) }
        return made {
            MoveRequested(
                address: home.value.address, state: home.value.state, timeZone: zone.value,
                effectiveFrom: from.value)
        }
    }

    /// A move with the sign of what was shown of it.
    mutating func seenMove() -> (MoveRequested, seen: String)? {
        let seen = string("seen", length: 1...64)
        let move = moveRequested()
        return made { move.map { ($0, seen.value) } } ?? nil
    }

    /// An e-mail or a telephone number: exactly one of the two.
    mutating func newAddress() -> SignInAddress? {
        let email = optionalParse("email", as: .email) { EmailAddress($0) }
        let phone = optionalParse("phone", as: .phone) { PhoneNumber($0) }
        guard let email = email.ifRead, let phone = phone.ifRead else { return nil }
        switch (email, phone) {
        case (let email?, nil): return .email(email)
        case (nil, let phone?): return .text(phone)
        case (nil, nil), (_?, _?):
            _ = string("email", length: 1...254)
            return nil
        }
    }

    mutating func recovery() -> (SignInAddress, ContactChange.Vouching)? {
        let address = newAddress()
        let checks = strings("checklist", count: 1...20, length: 1...40)
        let reason = text("reason", length: 1...1000)
        return made {
            address.map { ($0, ContactChange.Vouching(checklist: checks.value, reason: reason.value)) }
        } ?? nil
    }

    mutating func correction() -> Correction? {
        let name = optionalObject("name") { $0.personName() }
        let birthDate = optionalParse("birthDate", as: .date) { LocalDate($0) }
        let document = option("document", of: Correction.Document.self)
        let note = text("note", length: 1...1000)
        guard let name = name.ifRead, let birthDate = birthDate.ifRead else { return nil }
        let change: Correction.Change
        switch (name, birthDate) {
        case (let name?, nil): change = .name(name)
        case (nil, let date?): change = .birthDate(date)
        case (nil, nil), (_?, _?):
            _ = object("name") { $0.personName() }
            return nil
        }
        return made { Correction(change, document: document.value, note: note.value) }
    }

    /// What a patient asks for; closing an account has a way of its own.
    mutating func patientRequest() -> (PatientRequest.Kind, detail: String?)? {
        let kind = option("kind", of: PatientRequestKind.self)
        let detail = optionalText("detail", length: 1...4000)
        return made { (kind.value.kind, detail.value) }
    }

    mutating func writtenAnswer() -> (PatientRequest.Outcome, answer: String)? {
        let outcome = option("outcome", of: PatientRequest.Outcome.self)
        let answer = text("answer", length: 1...4000)
        return made { (outcome.value, answer.value) }
    }

    mutating func disclosure() -> Disclosure? {
        let date = parse("disclosedOn", as: .date) { LocalDate($0) }
        let purpose = option("purpose", of: Disclosure.Purpose.self)
        let recipient = text("recipient", length: 1...500)
        let content = text("content", length: 1...1000)
        let reason = text("reason", length: 1...1000)
        return made {
            Disclosure(
                on: date.value, purpose: purpose.value, recipient: recipient.value, content: content.value,
                reason: reason.value)
        }
    }

    mutating func wishesChange() -> WishesChange? {
        let channel = optionalOption("channel", of: MessageWishes.Channel.self)
        let askAt = optionalParse("askAt", as: .wakingTime) { text -> Int? in
            guard let match = text.wholeMatch(of: /([0-9]{2}):([0-9]{2})/), let hour = Int(match.1),
                let minute = Int(match.2), minute < 60,
                MessageWishes.wakingMinutes.contains(hour * 60 + minute)
            else { return nil }
            return hour * 60 + minute
        }
        let language = optionalOption("language", of: Language.self)
        let consent = optionalBoolean("consentToMessages")
        return made {
            WishesChange(
                channel: channel.value, askAt: askAt.value, language: language.value,
                consentToMessages: consent.value)
        }
    }
}

/// What may be asked for here: all but the end of the account.
private enum PatientRequestKind: String, CaseIterable, Sendable {
    case records, amendment, accounting, complaint, refund

    var kind: PatientRequest.Kind {
        switch self {
        case .records: .records
        case .amendment: .amendment
        case .accounting: .accounting
        case .complaint: .complaint
        case .refund: .refund
        }
    }
}
