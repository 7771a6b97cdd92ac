import Clinic
import Clocks

extension PharmacyOrder {
    /// How far a pharmacy has come with it, in the order of rank.
    package enum Step: String, Sendable, CaseIterable, Comparable {
        case created, submitted, acknowledged, compounding, verified, ready, dispensed

        package static func < (left: Step, right: Step) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .created: 0
            case .submitted: 1
            case .acknowledged: 2
            case .compounding: 3
            case .verified: 4
            case .ready: 5
            case .dispensed: 6
            }
        }
    }

    /// Where it stands, with what is valid there.
    package enum State: Sendable, Hashable {
        case on(Step)
        /// Nobody knows whether the pharmacy has it.
        case unknown(since: Instant)
        /// The pharmacy asks something before it goes on from `at`.
        case triage(Triage, at: Step)
        /// It was asked to stop; until it answers, it may go on.
        case cancelRequested(at: Step)
        /// It did not stop.
        case cancelRefused(at: Step)
        case ended(End)

        /// The column `state`; a CHECK holds the same words.
        package enum Name: String, Sendable, CaseIterable {
            case created, submitted, unknown, acknowledged, compounding, verified, ready, dispensed, triage
            case cancelRequested, cancelRefused, rejected, declinedByPharmacist, cancelled, failed, rerouted
        }

        /// Its word.
        package var name: Name {
            switch self {
            case .on(let step): step.name
            case .unknown: .unknown
            case .triage: .triage
            case .cancelRequested: .cancelRequested
            case .cancelRefused: .cancelRefused
            case .ended(let end): end.how.name
            }
        }
    }

    /// What a pharmacy wants to know.
    package struct Triage: Sendable, Hashable {
        /// One of `Schema/protocols/pharmacy-codes.json`.
        package let code: String
        /// Who sees to it, from the same file.
        package let owner: String
        package let since: Instant

        package init(code: String, owner: String, since: Instant) {
            self.code = code
            self.owner = owner
            self.since = since
        }
    }

    /// An end without medicine.
    package struct End: Sendable, Hashable {
        package let how: How
        package let by: String
        package let at: Instant

        package init(_ how: How, by: String, at: Instant) {
            self.how = how
            self.by = by
            self.at = at
        }

        package enum How: Sendable, Hashable {
            case rejected(code: String)
            case declinedByPharmacist(code: String)
            case cancelled(code: String)
            /// It could not be handed over.
            case failed(code: String)
            /// Another pharmacy has the fill.
            case rerouted(to: ID<PharmacyOrder>)

            var name: State.Name {
                switch self {
                case .rejected: .rejected
                case .declinedByPharmacist: .declinedByPharmacist
                case .cancelled: .cancelled
                case .failed: .failed
                case .rerouted: .rerouted
                }
            }

            /// The column `end_code`.
            package var code: String? {
                switch self {
                case .rejected(let code), .declinedByPharmacist(let code), .cancelled(let code),
                    .failed(let code):
                    code
                case .rerouted: nil
                }
            }
        }
    }
}

extension PharmacyOrder.Step {
    package var name: PharmacyOrder.State.Name {
        switch self {
        case .created: .created
        case .submitted: .submitted
        case .acknowledged: .acknowledged
        case .compounding: .compounding
        case .verified: .verified
        case .ready: .ready
        case .dispensed: .dispensed
        }
    }
}
