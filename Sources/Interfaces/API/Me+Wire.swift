import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import StrictJSON
import Wire

extension PatientAnswer {
    init(_ patient: Patient) {
        self.init(
            id: patient.id.description, handle: patient.handle,
            name: .init(given: patient.name.given, family: patient.name.family),
            birthDate: patient.birthDate.description,
            address: .init(
                line1: patient.address.line1, line2: patient.address.line2, city: patient.address.city,
                state: patient.address.state, postalCode: patient.address.postalCode),
            timeZone: patient.preferences.timeZone, email: patient.contact.email.address,
            phone: patient.contact.phone.e164, language: patient.preferences.language.rawValue,
            consentToMessages: patient.preferences.consentToMessages,
            registeredAt: patient.registeredAt.rfc3339,
            screening: .init(
                id: patient.entry.screening.uuidString.lowercased(), result: patient.entry.result,
                rules: patient.entry.rules, standing: patient.entry.standing.rawValue))
    }
}

extension Wire.NextSteps {
    init(_ screen: HomeScreen, program: ProgramData, in language: Language) {
        func said(_ kind: String, _ code: String) -> String {
            program.next.said("\(kind).\(code)", in: language)
        }
        let steps = screen.steps
        self.init(
            asOf: screen.asOf.rfc3339, timeZone: screen.timeZone,
            stage: Stage(code: steps.stage.rawValue, words: steps.stageWords(program.next, in: language)),
            actions: steps.actions.map { action in
                let code = action.code.rawValue
                return Action(
                    code: code, title: said("action", "\(code).title"), why: said("action", "\(code).why"),
                    required: action.isRequired, due: action.due?.rfc3339,
                    do: .init(
                        method: action.method, href: action.href,
                        questionnaire: action.questionnaire(program),
                        kind: action.kind
                    ))
            },
            waitingFor: steps.waitingFor.map { waiting in
                Waiting(
                    code: waiting.code.rawValue, words: said("waiting", waiting.code.rawValue),
                    expected: waiting.expected?.text)
            },
            upcoming: steps.upcoming.map {
                Upcoming(code: $0.code.rawValue, on: $0.on.description, at: $0.at?.rfc3339)
            },
            blocked: steps.blocked.map { Blocked(code: $0.rawValue, words: said("blocked", $0.rawValue)) },
            help: Help(crisis: CrisisResources(program.screening.crisis, in: language)))
    }
}

extension Wire.TimelineEntry {
    init(_ line: TimelinePage.Line) {
        self.init(
            id: line.entry.id.description, at: line.entry.at.rfc3339, code: line.entry.code.rawValue,
            words: line.words)
    }
}

extension SessionAnswer {
    init(_ session: Session, seenBy caller: Caller) {
        self.init(
            id: session.id.description, startedAt: session.openedAt.rfc3339,
            lastUsedAt: session.lastUsedAt.rfc3339,
            expiresAt: min(session.idleUntil, session.absoluteUntil).rfc3339,
            current: session.id.uuid == caller.session)
    }
}

extension JSONReader {
    mutating func preferenceChange() -> PreferenceChange? {
        let language = optionalOption("language", of: Language.self)
        let timeZone = optionalParse("timeZone", as: .timeZone) { TimeZone(identifier: $0) == nil ? nil : $0 }
        let consent = optionalBoolean("consentToMessages")
        return made {
            PreferenceChange(
                timeZone: timeZone.value, language: language.value, consentToMessages: consent.value)
        }
    }
}
