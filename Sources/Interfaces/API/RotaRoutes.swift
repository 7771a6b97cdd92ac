import Access
import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import Safety
import StrictJSON
import Wire

/// Who is on call, and where they are called.
package struct RotaRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { shifts + pager }

    private var shifts: [Route] {
        [
            Route(
                .get, "/v1/staff/rota", "Who is on call, and when nobody is.",
                permission: .readRota, query: [.from, .to]
            ) { call in
                let rota = try await care.rota(
                    from: try call.query.instant(.from), to: try call.query.instant(.to), by: call.actor)
                return try Answer(RotaAnswer(rota))
            },
            Route(
                .post, "/v1/staff/rota/shifts", "Puts somebody on call.",
                permission: .manageRota, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let wish = try call.read { $0.shift() }
                let person = try await account(wish.person, call)
                var backup: UUID?
                if let named = wish.backup { backup = try await account(named, call) }
                return try await call.once(line) { [backup] once in
                    try await care.addShift(
                        wish.role, person, backup: backup, from: wish.from, to: wish.to, once: once,
                        by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/rota/shifts/{shift}/end",
                "Ends a shift now, or takes away one that lies ahead.",
                permission: .manageRota, idempotency: .accepted
            ) { call in
                let shift: ID<OnCallShift> = try await call.reference("shift", prefix: "oc") { handle in
                    try await care.shiftID(handle: handle, by: call.actor)
                }
                return try await call.once(line) { once in
                    try await care.endShift(shift, once: once, by: call.actor)
                }
            },
        ]
    }

    private var pager: [Route] {
        [
            Route(
                .put, "/v1/staff/me/pager",
                "Names the number at which one wants to be called; a code goes there.",
                permission: .carryPager, body: .json, success: .accepted
            ) { call in
                let phone = try call.read { body in
                    let phone = body.parse("phone", as: .phone) { PhoneNumber($0) }
                    return body.made { phone.value }
                }
                return try await Answer(
                    CodeSent(care.proposePager(phone, in: call.language, by: call.signedIn)),
                    status: .accepted)
            },
            Route(
                .post, "/v1/staff/me/pager/proof", "Proves the number with the code that came.",
                permission: .carryPager, body: .json
            ) { call in
                let code = try call.read { body in
                    let code = body.string("code", length: 6...6)
                    return body.made { code.value }
                }
                return try await Answer(PagerAnswer(care.provePager(code, by: call.signedIn)))
            },
        ]
    }

    /// An account by its id or handle.
    private func account(_ named: String, _ call: Call) async throws -> UUID {
        if let id = UUID(uuidString: named) { return id }
        do { return try await care.staffID(handle: named.lowercased(), by: call.actor) } catch is NotFound {
            throw RotaRefusal.personUnfit
        }
    }

    private func line(_ line: RotaLine) throws -> Answer { try Answer(ShiftAnswer(line)) }
}

/// How deadlines were kept.
package struct ReportRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/staff/reports/deadlines", "How deadlines were kept, by severity and kind of work.",
                permission: .workQueue, query: [.from, .to]
            ) { call in
                let report = try await care.deadlineReport(
                    from: try call.query.instant(.from), to: try call.query.instant(.to), by: call.actor)
                return try Answer(DeadlineReportAnswer(report))
            }
        ]
    }
}

extension QueryParameter {
    fileprivate static let from: QueryParameter = "from"
    fileprivate static let to: QueryParameter = "to"
}
