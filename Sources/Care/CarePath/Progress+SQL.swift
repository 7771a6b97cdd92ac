import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

extension CarePath {
    static func selectZone(of patient: ID<Patient>) -> SQL {
        "SELECT time_zone FROM patient WHERE id = \(patient)"
    }

    /// The dates of a patient's treatments with the report that counts and the highest reading, in their order.
    static func selectProgress(of patient: ID<Patient>, in dates: ClosedRange<LocalDate>) -> SQL {
        """
        SELECT day.local_date, day.cycle, day.local_date - cycle.first_day + 1 AS cycle_day, day.dose_mg,
            day.permission, day.is_off, day.is_gap, report.taken, report.taken_mg, report.is_late, report.effects,
            report.mood, report.benefit, report.wish, reading.systolic, reading.diastolic, reading.pulse,
            reading.measured_at
        FROM treatment
        JOIN treatment_day AS day ON day.treatment_id = treatment.id
        JOIN cycle ON cycle.treatment_id = treatment.id AND cycle.number = day.cycle
        LEFT JOIN check_in AS report
            ON report.patient_id = treatment.patient_id AND report.local_date = day.local_date AND report.is_current
        LEFT JOIN LATERAL (
            SELECT systolic, diastolic, pulse, measured_at FROM vital_reading
            WHERE patient_id = treatment.patient_id AND local_date = day.local_date
            ORDER BY systolic DESC NULLS LAST, measured_at
            LIMIT 1
        ) AS reading ON true
        WHERE treatment.patient_id = \(patient)
            AND day.local_date BETWEEN \(dates.lowerBound) AND \(dates.upperBound)
        ORDER BY day.local_date
        """
    }

    /// What instruments came to, the intake's first.
    static func selectScores(of patient: ID<Patient>, through date: LocalDate) -> SQL {
        """
        SELECT instrument, first_day AS local_date, total, true AS is_baseline, chosen_at AS reported_at
        FROM treatment
        CROSS JOIN LATERAL (
            VALUES ('phq9', baseline_phq9), ('gad7', baseline_gad7), ('pcl5', baseline_pcl5)
        ) AS baseline (instrument, total)
        WHERE patient_id = \(patient) AND state NOT IN ('stopped', 'discharged') AND total IS NOT NULL
            AND first_day IS NOT NULL
        UNION ALL
        SELECT instrument, local_date, total, false, reported_at
        FROM instrument_report
        WHERE patient_id = \(patient) AND local_date <= \(date)
        ORDER BY instrument, is_baseline DESC, local_date, reported_at
        """
    }
}

extension Progress.Day {
    init(_ row: Row) throws {
        let (permission, pulse): (String, Int?) = (try row["permission"], try row["pulse"])
        let systolic: Int? = try row["systolic"]
        guard let permission = TitrationDecision.Permission(rawValue: permission) else {
            throw DecisionRowBroken()
        }
        var reading: Reading?
        if systolic != nil || pulse != nil {
            reading = Reading(
                systolic: systolic, diastolic: try row["diastolic"], pulse: pulse, at: try row["measured_at"])
        }
        self.init(
            date: try row["local_date"], cycle: try row["cycle"], cycleDay: try row["cycle_day"],
            dose: try row["dose_mg"], permission: permission, isOff: try row["is_off"],
            isGap: try row["is_gap"],
            report: try Progress.Report(row), reading: reading)
    }
}

extension Progress.Report {
    /// `nil` for a date without a report.
    fileprivate init?(_ row: Row) throws {
        guard let name: String = try row["taken"] else { return nil }
        guard let taken = CheckIn.Taken.Name(rawValue: name),
            let effects = EffectGrades(column: try row["effects"])
        else { throw DecisionRowBroken() }
        self.init(
            taken: taken, amount: try row["taken_mg"], isLate: try row["is_late"], effects: effects,
            mood: try row["mood"], benefit: try row["benefit"], wish: try row["wish"])
    }
}

extension Progress.Score {
    init(_ row: Row) throws {
        self.init(
            instrument: try row["instrument"], date: try row["local_date"], total: try row["total"],
            isBaseline: try row["is_baseline"])
    }
}
