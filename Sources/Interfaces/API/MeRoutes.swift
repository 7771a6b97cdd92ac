import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import Wire

/// What a patient sees and changes of their own, and where anybody is signed in.
package struct MeRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { record + preferences + path + sessions }

    private var record: [Route] {
        [
            Route(.get, "/v1/me", "One's own record.", permission: .ownRecord) { call in
                let patient = try await care.profile(of: call.ownID(), by: call.actor)
                return try Answer(PatientAnswer(patient)).tagged(EntityTag(version: patient.version))
            },
            Route(
                .patch, "/v1/me", "Changes language, time zone or consent to messages.",
                permission: .ownRecord,
                body: .json, demandsIfMatch: true
            ) { call in
                let version = try call.expectedVersion()
                let change = try call.read { $0.preferenceChange() }
                let patient = try await care.changePreferences(
                    of: call.ownID(), by: change, from: version, actor: call.actor)
                return try Answer(PatientAnswer(patient)).tagged(EntityTag(version: patient.version))
            },
        ]
    }

    private var preferences: [Route] {
        [
            Route(
                .get, "/v1/me/preferences", "How one wants to be met: channel, hour, language.",
                permission: .ownRecord
            ) { call in
                let view = try await care.wishes(of: call.ownID(), by: call.actor)
                return try Answer(PreferencesAnswer(view)).tagged(EntityTag(version: view.version))
            },
            Route(
                .patch, "/v1/me/preferences", "Changes how one wants to be met.", permission: .ownRecord,
                body: .json, demandsIfMatch: true
            ) { call in
                let version = try call.expectedVersion()
                let change = try call.read { $0.wishesChange() }
                let view = try await care.changeWishes(
                    of: call.ownID(), by: change, from: version, actor: call.actor)
                return try Answer(PreferencesAnswer(view)).tagged(EntityTag(version: view.version))
            },
        ]
    }

    private var path: [Route] {
        [
            Route(
                .get, "/v1/me/next", "What to do next, what one waits for, what comes.",
                permission: .ownRecord
            ) { call in
                let screen = try await care.nextSteps(of: call.ownID(), by: call.actor)
                return try Answer(
                    Wire.NextSteps(screen, program: care.program, in: call.askedLanguage ?? screen.language))
            },
            Route(
                .get, "/v1/me/timeline", "Everything that happened, the latest first.",
                permission: .ownRecord,
                query: QueryParameter.page
            ) { call in try await call.timeline(of: call.ownID(), care) },
        ]
    }

    private var sessions: [Route] {
        [
            Route(
                .get, "/v1/me/sessions", "Where one is signed in, the last used first.", permission: .signedIn
            ) {
                call in
                let caller = try call.signedIn
                return try await Answer(
                    Page(items: care.sessions(of: caller).map { SessionAnswer($0, seenBy: caller) }))
            },
            Route(
                .delete, "/v1/me/sessions/{sessionId}",
                "Signs out somewhere else: a telephone that was lost.",
                permission: .signedIn, success: .noContent
            ) { call in
                try await care.endSession(call.id("sessionId"), by: call.signedIn)
                return .empty
            },
        ]
    }
}

extension Call {
    /// A page of a patient's timeline, for the patient and for the care team alike.
    func timeline(of patient: ID<Patient>, _ care: CarePath) async throws -> Answer {
        let page = try page()
        let found = try await care.timeline(
            of: patient, after: page.position(as: Patients.TimelineEntry.Position.self), limit: page.limit,
            in: language, by: actor)
        let next = try found.next.map { try Cursor.text(of: $0) }
        return try answer(
            page: Page(items: found.entries.map(Wire.TimelineEntry.init), nextCursor: next), next: next)
    }
}
