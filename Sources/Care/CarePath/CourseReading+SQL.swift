import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing
import Treatments

extension CarePath {
    /// How many days back a course is read: as far as any rule of titration looks.
    static let courseDays = 70

    /// Locks a patient and their treatment, in this order, until the transaction ends, and reads the treatment's course,
    /// all in one round trip.
    func lockCourse(of patient: ID<Patient>, on connection: Connection, now: Instant) throws -> LockedCourse?
    {
        // No zone is two days away from Greenwich.
        let since = LocalDate(of: now, in: .gmt) - (Self.courseDays + 2)
        let id = patient.uuid
        let read = try connection.fetchTogether(
            RowQuery(Self.lockTreatment(of: patient), "course.lock", decode: LockedTreatment.init),
            RowQuery(Self.selectTerms(of: patient), "course.terms", decode: CourseGround.init),
            RowQuery(Cycle.select(of: id), "course.cycles", decode: Cycle.init),
            RowQuery(DosePlan.select(of: id), "course.plans", decode: DosePlan.init),
            RowQuery(DoseChange.select(of: id, from: since), "course.changes", decode: DoseChange.init),
            RowQuery(IncreaseHold.select(of: id), "course.holds", decode: IncreaseHold.init),
            RowQuery(CoursePause.select(of: id), "course.pauses", decode: CoursePause.init),
            RowQuery(Self.selectOpenFlags(of: patient), "course.flags", decode: OpenFlag.init),
            RowQuery(Supply.Lot.select(of: id), "course.lots", decode: Supply.Lot.init),
            RowQuery(CourseDay.select(of: id, from: since), "course.days", decode: CourseDay.init),
            RowQuery(CheckIn.select(of: id, from: since), "course.checkIns") { row in
                (try row["local_date"] as LocalDate, try CheckIn(row), try KeptCheckIn.Standing(row))
            },
            RowQuery(Reading.select(of: id, from: since), "course.readings") { row in
                (try row["local_date"] as LocalDate, try Reading(row))
            },
            RowQuery(
                InstrumentReport.select(of: id, from: since), "course.scores", decode: InstrumentReport.init))
        guard var locked = read.0.first, let ground = read.1.first else { return nil }
        for (date, _, standing) in read.10 { locked.checkIns[date] = standing }
        guard let terms = ground.terms(of: locked.treatment, by: program.titration) else {
            return LockedCourse(locked: locked, ground: ground, course: nil)
        }
        let days = CourseDays(
            firstDay: terms.firstDay, days: read.9, reports: read.10.map { ($0.0, $0.1) }, readings: read.11,
            scores: read.12)
        return LockedCourse(
            locked: locked, ground: ground,
            course: Course(
                terms: terms, days: days.merged, cycles: read.2, plans: read.3, changes: read.4,
                holds: read.5 + ground.newProductHold(by: program.titration),
                pauses: read.6, flags: read.7,
                supply: Supply(lots: read.8, nextArrival: ground.nextArrival, countedOn: ground.countedOn),
                benefit: ground.benefit, evaluatedThrough: locked.treatment.evaluatedThrough,
                travelledAt: ground.travelledAt))
    }

    private static func lockTreatment(of patient: ID<Patient>) -> SQL {
        """
        \(fragment: lockedTreatment)
        WHERE patient.id = \(patient) AND treatment.state NOT IN ('stopped', 'discharged')
        FOR UPDATE OF patient, treatment
        """
    }

    /// The same of the last treatment, whether or not it has ended.
    static func lockLastTreatment(of patient: ID<Patient>) -> SQL {
        """
        \(fragment: lockedTreatment)
        WHERE patient.id = \(patient)
        ORDER BY treatment.state IN ('stopped', 'discharged'), treatment.arrived_at DESC
        LIMIT 1
        FOR UPDATE OF patient, treatment
        """
    }

    private static let lockedTreatment: SQL = """
        SELECT treatment.id, treatment.patient_id, treatment.prescription_id, treatment.first_fill_id, treatment.state,
            treatment.time_zone, treatment.arrived_at, treatment.first_day, treatment.evaluated_through,
            treatment.version, patient.data_key
        FROM patient JOIN treatment ON treatment.patient_id = patient.id
        """

    /// What the prescription allows, what the intake said, the eligibility rules as they now stand, and when the next supply is expected: the open shipment's
    /// estimate, else the date by which the review needs its fill.
    private static func selectTerms(of patient: ID<Patient>) -> SQL {
        """
        SELECT prescription.strength_mg, prescription.pieces, prescription.start_mg, prescription.maximum_mg,
            prescription.standing_order, treatment.baseline_phq9, treatment.baseline_gad7, treatment.baseline_item9,
            treatment.baseline_pcl5, treatment.indications,
            coalesce(eligibility.rules, treatment.eligibility_rules) AS eligibility_rules,
            treatment.benefit_since, treatment.benefit_before,
            treatment.travelled_at, supply.arrives_on,
            -- A count that a person still asks about has not moved the ledger.
            (SELECT max(local_date) FROM supply_count
                WHERE patient_id = treatment.patient_id
                    AND (NOT is_concern OR EXISTS (SELECT FROM supply_entry WHERE count_id = supply_count.id)))
                AS counted_on,
            (
                SELECT max(received_on)
                FROM (
                    SELECT lot.received_on,
                        lot.strength_mg <> lag(lot.strength_mg) OVER received
                            OR sent.pharmacy_id <> lag(sent.pharmacy_id) OVER received AS is_new
                    FROM supply_lot AS lot
                    JOIN shipment ON shipment.id = lot.shipment_id
                    JOIN pharmacy_order AS sent ON sent.id = shipment.order_id
                    WHERE lot.patient_id = treatment.patient_id
                    WINDOW received AS (ORDER BY lot.received_on, lot.id)
                ) AS lots
                WHERE is_new
            ) AS new_product_on
        FROM treatment
        JOIN prescription ON prescription.id = treatment.prescription_id
        LEFT JOIN eligibility ON eligibility.patient_id = treatment.patient_id AND eligibility.superseded_at IS NULL
        LEFT JOIN LATERAL (
            SELECT coalesce(shipment.estimated_delivery, review.run_out) AS arrives_on
            FROM fill
            LEFT JOIN refill_review AS review ON review.id = fill.review_id
            LEFT JOIN shipment
                ON shipment.fill_id = fill.id AND shipment.receipt IS DISTINCT FROM 'received'
                    AND shipment.state NOT IN ('delivered', 'returned', 'lost', 'cancelled')
            WHERE fill.patient_id = treatment.patient_id AND fill.id <> treatment.first_fill_id
                AND fill.state IN ('planned', 'released', 'dispensed', 'partial')
            ORDER BY coalesce(shipment.estimated_delivery, review.run_out) NULLS LAST
            LIMIT 1
        ) AS supply ON true
        WHERE treatment.patient_id = \(patient) AND treatment.state NOT IN ('stopped', 'discharged')
        """
    }

    static func selectOpenFlags(of patient: ID<Patient>) -> SQL {
        """
        SELECT rule, severity, local_date, reasons FROM flag
        WHERE patient_id IN (SELECT person FROM same_person(\(patient)) AS person) AND state <> 'closed'
        ORDER BY local_date, rule
        """
    }
}

/// A treatment that is locked, with the key of its patient.
struct LockedTreatment {
    let treatment: Treatment
    let key: WrappedKey
    /// What its dates' check-ins have come to.
    var checkIns: [LocalDate: KeptCheckIn.Standing] = [:]

    init(_ row: Row) throws {
        treatment = try Treatment(row)
        key = try row["data_key"]
    }
}

/// A locked treatment with its course; without one before the first day is chosen.
struct LockedCourse {
    let locked: LockedTreatment
    let ground: CourseGround
    let course: Course?
}

extension OpenFlag {
    init(_ row: Row) throws {
        let reasons: [String] = try row["reasons"]
        self.init(
            rule: try row["rule"], severity: try row["severity"], date: try row["local_date"],
            reasons: Set(reasons))
    }
}

/// What a course is judged by, as prescription, intake and parcels have it.
struct CourseGround {
    let form: LozengeForm?
    let start: Milligrams
    let maximum: Milligrams
    let standingOrder: Bool
    let baseline: CourseTerms.Baseline
    let indications: [String]
    let eligibilityRules: [String]
    let nextArrival: LocalDate?
    let countedOn: LocalDate?
    /// When lozenges of another pharmacy or strength than those before last came.
    let newProductOn: LocalDate?
    let benefit: BenefitRun
    /// When the patient's time zone last changed.
    let travelledAt: Instant?

    init(_ row: Row) throws {
        form = LozengeForm(strength: try row["strength_mg"], pieces: try row["pieces"])
        start = try row["start_mg"]
        maximum = try row["maximum_mg"]
        standingOrder = try row["standing_order"]
        baseline = CourseTerms.Baseline(
            phq9: try row["baseline_phq9"], gad7: try row["baseline_gad7"], item9: try row["baseline_item9"],
            pcl5: try row["baseline_pcl5"])
        indications = try row["indications"]
        eligibilityRules = try row["eligibility_rules"]
        nextArrival = try row["arrives_on"]
        countedOn = try row["counted_on"]
        newProductOn = try row["new_product_on"]
        travelledAt = try row["travelled_at"]
        benefit = BenefitRun(since: try row["benefit_since"], heldBefore: try row["benefit_before"])
    }

    func newProductHold(by titration: TitrationProtocol) -> [IncreaseHold] {
        newProductOn.map { [IncreaseHold.newProduct(on: $0, by: titration)] } ?? []
    }

    /// `nil` before the first day is chosen.
    func terms(of treatment: Treatment, by titration: TitrationProtocol) -> CourseTerms? {
        guard let form, let firstDay = treatment.state.firstDay else { return nil }
        return CourseTerms(
            titration: titration, form: form, start: start, maximum: maximum, standingOrder: standingOrder,
            eligibilityRules: Set(eligibilityRules), indications: Set(indications), baseline: baseline,
            firstDay: firstDay, zone: treatment.zone)
    }
}

/// Days with what was said and measured on each.
struct CourseDays {
    /// Days before it, of a first day that was moved since, are none of the course's.
    let firstDay: LocalDate
    let days: [CourseDay]
    let reports: [(LocalDate, CheckIn)]
    let readings: [(LocalDate, Reading)]
    let scores: [InstrumentReport]

    var merged: [CourseDay] {
        let reported = Dictionary(reports, uniquingKeysWith: { $1 })
        let measured = Dictionary(grouping: readings, by: \.0)
        let scored = Dictionary(grouping: scores, by: \.date)
        return days.filter { $0.date >= firstDay }.map { day in
            var day = day
            day.readings = (measured[day.date] ?? []).map(\.1)
            day.report = reported[day.date]
            for score in scored[day.date] ?? [] {
                switch score.instrument {
                case .phq9:
                    day.report?.phq9 = score.total
                    day.report?.item9 = score.item9
                case .gad7: day.report?.gad7 = score.total
                case .pcl5: day.report?.pcl5 = score.total
                }
            }
            return day
        }
    }
}
