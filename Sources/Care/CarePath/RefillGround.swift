import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Treatments

/// What a renewal rests on, as the stages have it at one moment.
struct RenewalGround {
    let zone: TimeZone
    let state: StateCode
    let refills: Int
    let fills: Int
    let lastFillOn: LocalDate
    let legalBasis: LegalBasisCode
    let isPrescriptionInForce: Bool
    let phq9On: LocalDate?
    let urinaryOn: LocalDate?
    /// The last completed video visit with approval; `isVisitFree` where no prescription came of it.
    let visit: UUID?
    let visitAt: Instant?
    let isVisitFree: Bool
    let monitoredAt: Instant?
    let bloodPressureOn: LocalDate?
    let hasSevereFlag: Bool
    let hasCountConcern: Bool
    let isSupplyUnderWay: Bool

    init(_ row: Row) throws {
        guard let state = StateCode(try row["state"] as String),
            let zone = TimeZone(identifier: try row["time_zone"])
        else { throw NotFound() }
        (self.state, self.zone) = (state, zone)
        refills = try row["refills"]
        fills = try row["fills"]
        lastFillOn = try row["last_fill_on"]
        legalBasis = try row["legal_basis"]
        isPrescriptionInForce = try row["is_in_force"]
        phq9On = try row["phq9_on"]
        urinaryOn = try row["urinary_on"]
        visit = try row["consult_id"]
        visitAt = try row["consult_at"]
        let isFree: Bool? = try row["is_free"]
        isVisitFree = isFree ?? false
        monitoredAt = try row["monitored_at"]
        bloodPressureOn = try row["bp_on"]
        hasSevereFlag = try row["has_severe_flag"]
        hasCountConcern = try row["has_count_concern"]
        isSupplyUnderWay = try row["is_under_way"]
    }
}

/// What the last orders and parcels say of the next supply's way.
struct LeadGround {
    let state: StateCode
    let pharmacy: String?
    let pharmacyCases: Int
    let pharmacyDays: Int?
    let carrier: String?
    let carrierCases: Int
    let carrierDays: Int?

    init(_ row: Row) throws {
        guard let state = StateCode(try row["state"] as String) else { throw NotFound() }
        self.state = state
        pharmacy = try row["slug"]
        let made: Int? = try row["pharmacy_cases"]
        pharmacyCases = made ?? 0
        pharmacyDays = try row["pharmacy_days"]
        carrier = try row["carrier"]
        let carried: Int? = try row["carrier_cases"]
        carrierCases = carried ?? 0
        carrierDays = try row["carrier_days"]
    }

    func lead(_ rules: RefillRules) -> SupplyLead {
        rules.lead(
            pharmacyDays: rules.percentiles.days(
                of: pharmacy, orders: pharmacyCases, measured: pharmacyDays),
            carrierDays: rules.percentiles.days(by: carrier, parcels: carrierCases, measured: carrierDays),
            in: state)
    }
}

extension CarePath {
    /// How long the next supply of `patient` takes.
    func supplyLead(of patient: ID<Patient>, on connection: Connection) throws -> SupplyLead {
        let ground = try connection.fetchFirst(
            Self.selectLead(of: patient), "refill.lead", decode: LeadGround.init)
        guard let ground else { throw NotFound() }
        return ground.lead(program.refills)
    }

    /// The needed-by chain from a run-out backwards.
    func chain(runOut: LocalDate, lead: SupplyLead) -> NeededByChain {
        NeededByChain(runOut: runOut, lead: lead, rules: program.refills, calendar: program.calendar)
    }

    func renewalGround(
        of patient: ID<Patient>, under prescription: UUID, on connection: Connection
    ) throws -> RenewalGround {
        let ground = try connection.fetchFirst(
            Self.selectRenewalGround(of: patient, under: prescription), "refill.ground",
            decode: RenewalGround.init)
        guard let ground else { throw NotFound() }
        return ground
    }

    /// What the gates look at.
    func renewalFacts(
        _ review: RefillReview, _ ground: RenewalGround, isEligible: Bool, notBefore: LocalDate,
        hasJustification: Bool, newBasis: LegalBasisCode? = nil, now: Instant
    ) -> RenewalFacts {
        let zone = ground.zone
        let today = LocalDate(of: now, in: zone)
        let answeredOn = review.answeredAt.map { LocalDate(of: $0, in: zone) }
        return RenewalFacts(
            today: today, cycle: review.cycle, phq9On: ground.phq9On,
            urinaryOn: [ground.urinaryOn, answeredOn].compactMap(\.self).max(),
            consultOn: ground.visitAt.map { LocalDate(of: $0, in: zone) },
            monitoredOn: ground.monitoredAt.map { LocalDate(of: $0, in: zone) },
            monitoringDays: program.dosing.pdmpDays.days(in: ground.state),
            bloodPressureOn: ground.bloodPressureOn, isEligible: isEligible,
            hasSevereFlag: ground.hasSevereFlag, hasCountConcern: ground.hasCountConcern,
            hasJustification: hasJustification, refillsLeft: ground.refills + 1 - ground.fills,
            isPrescriptionInForce: ground.isPrescriptionInForce, lastFillOn: ground.lastFillOn,
            notBefore: notBefore,
            legalBasisAllows: program.legalBases.allowsFill(on: notBefore, under: ground.legalBasis),
            isSupplyUnderWay: ground.isSupplyUnderWay,
            hasBasisForNew: program.legalBases[newBasis ?? ground.legalBasis]?.isValid(
                on: program.today(at: now)) ?? false)
    }
}
