import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// Two records of one person become one, by two people of the care team, and apart again within 30 days.
package struct MergeRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/staff/merges", "Merges, the latest proposed first.", permission: .readPatients,
                query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let found = try await care.merges(
                    after: page.position(as: Patients.TimelineEntry.Position.self), limit: page.limit,
                    by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map { MergeAnswer($0) }, nextCursor: next), next: next)
            },
            Route(
                .post, "/v1/staff/patients/{patient}/merges",
                "Proposes that this record goes into another one of the same person.",
                permission: .prepareCare, idempotency: .required, body: .json, success: .created
            ) { call in
                let (into, reason) = try call.read { body -> (String, String)? in
                    let into = body.string("into", length: 1...36)
                    let reason = body.text("reason", length: 1...1000)
                    return body.made { (into.value, reason.value) }
                }
                let merged = try await call.patient(care)
                let survivor: ID<Patient> =
                    if let id = ID<Patient>(into) { id } else {
                        try await care.patientID(handle: into.lowercased(), by: call.actor)
                    }
                return try await call.once({ try Answer(MergeAnswer($0)) }) { once in
                    try await care.proposeMerge(
                        of: merged, into: survivor, because: reason, once: once, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/merges/{merge}/approve", "A second person agrees to a merge.",
                permission: .prepareCare, idempotency: .accepted
            ) { call in
                let merge: ID<Merge> = try call.id("merge")
                return try await call.once({ try Answer(MergeAnswer($0)) }) { once in
                    try await care.approveMerge(merge, once: once, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/merges/{merge}/decline", "They stay two.", permission: .prepareCare,
                idempotency: .accepted
            ) { call in
                let merge: ID<Merge> = try call.id("merge")
                return try await call.once({ try Answer(MergeAnswer($0)) }) { once in
                    try await care.declineMerge(merge, once: once, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/merges/{merge}/undo", "Takes a merge back, within its 30 days.",
                permission: .prepareCare, idempotency: .accepted
            ) { call in
                let merge: ID<Merge> = try call.id("merge")
                return try await call.once({ try Answer(MergeAnswer($0)) }) { once in
                    try await care.undoMerge(merge, once: once, by: call.signedIn)
                }
            },
        ]
    }
}
