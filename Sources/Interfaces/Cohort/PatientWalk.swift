import Clocks
import Foundation
import Wire

/// One person on their way in, as their app would take them: screening, registration, sign-in, home screen.
///
/// Every step can be done again after a crash of the server or of the run: it goes out under the same key, or asks
/// first.
struct PatientWalk: Sendable {
    let client: ProgramClient
    let doors: DevDoors
    let form: PublishedForm

    private struct ScreeningBody: Encodable {
        let response: FormResponse
        let contact: String
    }

    /// Answers the screening and, if the program lets them, registers.
    func arrive(_ person: MadeUpPerson, _ outcome: inout PersonOutcome, breaches: inout [Breach]) async throws
    {
        let body = ScreeningBody(
            response: try form.response(to: person.screeningAnswers, in: person.language),
            contact: person.email)
        let screening: ScreeningAnswer = try await client.post(
            "/v1/screenings", body, key: person.key("screening"))
        outcome.result = screening.result
        outcome.rules = screening.rules.map(\.id)
        judge(screening, of: person, breaches: &breaches)
        if person.story == .stateNotServed {
            let entry = WaitlistRequest(
                email: person.email, state: person.place.state, language: person.language)
            try await client.post("/v1/waitlist", entry, key: person.key("waitlist"))
            outcome.isOnWaitlist = true
        }
        guard screening.mayRegister else { return }
        let request = try ProgramClient.bytes(of: person.registration(screening: screening.screeningId))
        let key = person.key("registration")
        let first = try await client.postForBytes("/v1/patients", request, key: key)
        if person.isImpatient, try await client.postForBytes("/v1/patients", request, key: key) != first {
            breaches.append(
                Breach(.repeatedRequest, "person \(person.number + 1): two answers to one registration"))
        }
        outcome.isRegistered = true
        // After a kill in the middle of this, the code is among those that were found at the address.
        outcome.codesAsked = max(1, outcome.codesAsked)
    }

    /// Signs in with the code that arrived and looks at the home screen.
    func signIn(_ person: MadeUpPerson, _ outcome: inout PersonOutcome, breaches: inout [Breach]) async throws
    {
        let tokens = try await tokens(for: person, &outcome)
        let token = tokens.accessToken
        outcome.patient = tokens.account.id
        let me: PatientAnswer = try await client.get("/v1/me", token: token)
        let next: NextSteps = try await client.get("/v1/me/next", token: token)
        let timeline: Page<TimelineEntry> = try await client.get("/v1/me/timeline", token: token)
        if me.email != person.email || me.name.family != person.family
            || next.timeZone != person.place.timeZone
        {
            breaches.append(Breach(.patientReadsTheSame, "person \(person.number + 1): another's record"))
        }
        if !timeline.items.contains(where: { $0.code == "registered" }) {
            breaches.append(
                Breach(.patientReadsTheSame, "person \(person.number + 1): no registration in the timeline"))
        }
        if me.screening.standing != outcome.expectedStanding {
            let seen = "\(me.screening.standing) instead of \(outcome.expectedStanding)"
            breaches.append(Breach(.patientReadsTheSame, "person \(person.number + 1): \(seen)"))
        }
        outcome.refreshToken = tokens.refreshToken
    }

    /// Ten minutes of access: from the session that is open, or by a new code where that has ended.
    func session(of person: MadeUpPerson, _ outcome: inout PersonOutcome) async throws -> String {
        if let token = outcome.refreshToken {
            do {
                let tokens: TokenAnswer = try await client.post(
                    "/v1/auth/token", TokenRequest.refresh(token: token))
                outcome.refreshToken = tokens.refreshToken
                return tokens.accessToken
            } catch let refusal as UnexpectedAnswer where refusal.status == 401 {
                outcome.refreshToken = nil
            }
        }
        let tokens = try await tokens(for: person, &outcome)
        outcome.refreshToken = tokens.refreshToken
        return tokens.accessToken
    }

    /// The last code at the address; a new one is asked for where that was used before a crash.
    private func tokens(for person: MadeUpPerson, _ outcome: inout PersonOutcome) async throws -> TokenAnswer
    {
        for _ in 0..<3 {
            if let code = try await code(for: person) {
                do {
                    return try await client.post(
                        "/v1/auth/token",
                        TokenRequest.code(channel: "email", address: person.email, code: code))
                } catch let refusal as UnexpectedAnswer where refusal.status < 500 {
                    try await waitForResend()
                }
            }
            try await client.post("/v1/auth/code", CodeRequest(channel: "email", address: person.email))
            outcome.codesAsked += 1
            try await doors.advance(to: doors.now())
        }
        throw NoSignIn(person: person.number + 1)
    }

    /// The newest six digits at the person's address.
    private func code(for person: MadeUpPerson) async throws -> String? {
        let messages = try await doors.messages(to: person.email).filter(\.isSignInCode)
        return messages.last.flatMap { $0.body.firstMatch(of: /\b(\d{6})\b/).map { String($0.1) } }
    }

    /// A new code may be asked for after a minute.
    private func waitForResend() async throws { try await doors.advance(to: doors.now() + .minutes(2)) }

    private func judge(_ answer: ScreeningAnswer, of person: MadeUpPerson, breaches: inout [Breach]) {
        if let real = person.real {
            if (answer.crisis != nil) != real.speaksOfSelfHarm {
                breaches.append(Breach(.crisisWords, "person \(person.number + 1)"))
            }
            return
        }
        let expected = person.story.verdict
        let rules = Set(answer.rules.map(\.id))
        if answer.result != expected.result || rules != Set([expected.rule].compactMap(\.self)) {
            breaches.append(
                Breach(
                    .rulesFitAnswers,
                    "person \(person.number + 1) (\(person.story.rawValue)): \(answer.result) by \(rules.sorted())"
                ))
        }
        if (answer.crisis != nil) != (person.story == .thoughtsOfSelfHarm) {
            breaches.append(Breach(.crisisWords, "person \(person.number + 1) (\(person.story.rawValue))"))
        }
    }
}

/// Somebody could not sign in with any of the codes they got.
struct NoSignIn: Error, CustomStringConvertible {
    let person: Int

    var description: String { "person \(person) got no code that works" }
}

extension SunkMessage {
    /// Whether this is a sign-in code and not one of the program's other letters.
    var isSignInCode: Bool { body.firstMatch(of: /(code is|código es) \d{6}/) != nil }
}
