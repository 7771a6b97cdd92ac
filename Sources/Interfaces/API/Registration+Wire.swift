import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import StrictJSON
import Wire

extension CodeSent {
    init(_ requested: CodeRequested) {
        self.init(
            channel: requested.channel.rawValue, sentTo: requested.sentTo,
            resendAfter: requested.resendAfter.rfc3339)
    }
}

extension JSONReader {
    mutating func registration() -> Registration? {
        let screening = parse("screeningId", as: .id) { UUID(uuidString: $0) }
        let name = object("name") { $0.personName() }
        let birthDate = parse("birthDate", as: .date) { LocalDate($0) }
        let home = object("address") { $0.home() }
        let timeZone = parse("timeZone", as: .timeZone) { TimeZone(identifier: $0) == nil ? nil : $0 }
        let email = parse("email", as: .email) { EmailAddress($0) }
        let phone = parse("phone", as: .phone) { PhoneNumber($0) }
        let language = option("language", of: Language.self)
        let consent = boolean("consentToMessages")
        return made {
            Registration(
                screening: screening.value, name: name.value, birthDate: birthDate.value,
                address: home.value.address,
                state: home.value.state, contact: Contact(email: email.value, phone: phone.value),
                preferences: .init(
                    timeZone: timeZone.value, language: language.value, consentToMessages: consent.value))
        }
    }

    mutating func personName() -> PersonName? {
        let given = string("given", length: 1...100)
        let family = string("family", length: 1...100)
        return made { PersonName(given: given.value, family: family.value) }
    }

    mutating func home() -> (address: PostalAddress, state: StateCode)? {
        let line1 = string("line1", length: 1...100)
        let line2 = optionalString("line2", length: 0...100)
        let city = string("city", length: 1...80)
        let state = parse("state", as: .state) { StateCode($0) }
        let postalCode = parse("postalCode", as: .postalCode) { text in
            text.wholeMatch(of: /[0-9]{5}(-[0-9]{4})?/) == nil ? nil : text
        }
        return made {
            let address = PostalAddress(
                line1: line1.value, line2: line2.value, city: city.value, state: state.value,
                postalCode: postalCode.value)
            return (address, state.value)
        }
    }
}
