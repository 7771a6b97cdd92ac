import Access
import CarePath
import Clinic
import Intakes
import Questionnaires
import StrictJSON
import Wire

extension ProgramAnswer {
    init(_ program: ProgramData, states: [StateCode], realm: Realm, version: String, in language: Language) {
        var versions = ["screening": program.screening.version]
        for published in program.questionnaires.all {
            versions["questionnaires/\(published.slug)"] = published.questionnaire.version
        }
        self.init(
            environment: realm.rawValue, version: version, states: states.map(\.code),
            languages: Language.allCases.map(\.rawValue), versions: versions,
            crisis: CrisisResources(program.screening.crisis, in: language))
    }
}

extension CrisisResources {
    init(_ help: CrisisHelp, in language: Language) {
        self.init(
            call: help.call, text: help.text, emergency: help.emergency, words: help.words.said(in: language))
    }
}

extension WaitlistAnswer {
    init(_ entry: WaitlistEntry) { self.init(state: entry.state.code, sentTo: entry.email.masked) }
}

extension ServedStateAnswer {
    init(_ spell: ServedState) {
        self.init(state: spell.state.code, since: spell.since.description, until: spell.until?.description)
    }
}

extension JSONReader {
    /// - Parameter language: of the request, for somebody who does not name one.
    mutating func waitlistEntry(otherwise language: Language) -> WaitlistEntry? {
        let email = parse("email", as: .email) { EmailAddress($0) }
        let state = parse("state", as: .state) { StateCode($0) }
        let named = optionalOption("language", of: Language.self)
        return made {
            WaitlistEntry(email: email.value, state: state.value, language: named.value ?? language)
        }
    }

    mutating func servedState(_ state: StateCode) -> ServedState? {
        let since = parse("since", as: .date) { LocalDate($0) }
        let until = optionalParse("until", as: .date) { LocalDate($0) }
        return made { ServedState(state: state, since: since.value, until: until.value) }
    }
}
