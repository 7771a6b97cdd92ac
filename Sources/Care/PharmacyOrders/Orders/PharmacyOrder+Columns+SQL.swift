import Clinic
import Clocks
import Foundation
import Postgres

extension PharmacyOrder {
    /// The state as the table's columns have it, there and back. CHECKs hold that each state has what it needs.
    struct StateColumns {
        let name: State.Name
        var before: Step?
        var unknownSince: Instant?
        var triage: Triage?
        var end: End?
        var reroutedTo: ID<PharmacyOrder>?

        init(_ state: State) {
            name = state.name
            switch state {
            case .on: break
            case .unknown(let since): unknownSince = since
            case .triage(let triage, let step): (self.triage, before) = (triage, step)
            case .cancelRequested(let step), .cancelRefused(let step): before = step
            case .ended(let end):
                self.end = end
                if case .rerouted(let next) = end.how { reroutedTo = next }
            }
        }

        init(_ row: Row) throws {
            name = try row["state"]
            before = try row["before"]
            unknownSince = try row["unknown_since"]
            let code: String? = try row["triage_code"]
            let owner: String? = try row["triage_owner"]
            let since: Instant? = try row["triage_since"]
            if let code, let owner, let since { triage = Triage(code: code, owner: owner, since: since) }
            reroutedTo = try row["rerouted_to"]
            if let at: Instant = try row["ended_at"], let by: String = try row["ended_by"] {
                let code: String = try row["end_code"] ?? "none"
                end = End(try Self.how(name, code: code, reroutedTo: reroutedTo), by: by, at: at)
            }
        }

        var state: State {
            get throws(PharmacyOrderRowBroken) {
                switch name {
                case .created: return .on(.created)
                case .submitted: return .on(.submitted)
                case .acknowledged: return .on(.acknowledged)
                case .compounding: return .on(.compounding)
                case .verified: return .on(.verified)
                case .ready: return .on(.ready)
                case .dispensed: return .on(.dispensed)
                case .unknown:
                    guard let unknownSince else { throw PharmacyOrderRowBroken() }
                    return .unknown(since: unknownSince)
                case .triage:
                    guard let triage, let before else { throw PharmacyOrderRowBroken() }
                    return .triage(triage, at: before)
                case .cancelRequested:
                    guard let before else { throw PharmacyOrderRowBroken() }
                    return .cancelRequested(at: before)
                case .cancelRefused: return .cancelRefused(at: before ?? .submitted)
                case .rejected, .declinedByPharmacist, .cancelled, .failed, .rerouted:
                    guard let end else { throw PharmacyOrderRowBroken() }
                    return .ended(end)
                }
            }
        }

        private static func how(
            _ name: State.Name, code: String, reroutedTo: ID<PharmacyOrder>?
        ) throws(PharmacyOrderRowBroken) -> End.How {
            switch name {
            case .rejected: return .rejected(code: code)
            case .declinedByPharmacist: return .declinedByPharmacist(code: code)
            case .cancelled: return .cancelled(code: code)
            case .failed: return .failed(code: code)
            case .rerouted:
                guard let reroutedTo else { throw PharmacyOrderRowBroken() }
                return .rerouted(to: reroutedTo)
            case .created, .submitted, .unknown, .acknowledged, .compounding, .verified, .ready, .dispensed,
                .triage, .cancelRequested, .cancelRefused:
                throw PharmacyOrderRowBroken()
            }
        }
    }
}

/// An order's row lacks what its state needs, though a CHECK forbids it.
package struct PharmacyOrderRowBroken: Error {}
