import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Treatments

extension CarePath {
    static func selectScores(of patient: ID<Patient>) -> SQL {
        """
        SELECT instrument, local_date, total, band FROM instrument_report WHERE patient_id = \(patient)
        ORDER BY reported_at
        """
    }

    static func selectBaseline(of treatment: ID<Treatment>) -> SQL {
        "SELECT baseline_phq9, baseline_gad7 FROM treatment WHERE id = \(treatment)"
    }

    static func selectReadings(of patient: ID<Patient>, since date: LocalDate) -> SQL {
        """
        SELECT systolic, diastolic, pulse, measured_at FROM vital_reading
        WHERE patient_id = \(patient) AND local_date >= \(date) ORDER BY measured_at
        """
    }

    /// What each sort of entry came to.
    static func selectLedger(of patient: ID<Patient>) -> SQL {
        """
        SELECT kind, sum(amount_mg)::bigint AS amount_mg FROM supply_entry WHERE patient_id = \(patient)
        GROUP BY kind ORDER BY kind
        """
    }

    static func selectPacketFlags(of patient: ID<Patient>, since date: LocalDate) -> SQL {
        """
        SELECT handle, rule, severity, state, raised_at, outcome FROM flag
        WHERE patient_id = \(patient) AND (state <> 'closed' OR local_date >= \(date)) ORDER BY raised_at
        """
    }

    /// What titration did more than hold. A rise that waits for agreement or acknowledgement has moved nothing yet.
    static func selectPacketDecisions(of treatment: ID<Treatment>, since date: LocalDate) -> SQL {
        """
        SELECT for_date, kind, dose_mg, to_mg, rules FROM titration_decision
        WHERE treatment_id = \(treatment) AND local_date >= \(date) AND kind <> 'hold'
            AND NOT (kind = 'increase' AND to_mg = dose_mg)
        ORDER BY decided_at, id
        """
    }

    static func selectPacketPrescription(_ id: UUID) -> SQL {
        """
        SELECT handle, state, strength_mg, pieces, quantity, maximum_mg, legal_basis, last_fill_on,
            refills + 1 - coalesce((SELECT max(number) FROM fill WHERE prescription_id = prescription.id), 0)
                AS refills_left
        FROM prescription WHERE id = \(id)
        """
    }

    static func selectGapOwners(of treatment: ID<Treatment>, since date: LocalDate) -> SQL {
        """
        SELECT local_date, gap_owner FROM treatment_day
        WHERE treatment_id = \(treatment) AND local_date >= \(date) AND is_gap AND gap_owner IS NOT NULL
        """
    }

    static func selectReviewWords(_ id: ID<RefillReview>) -> SQL {
        "SELECT answers FROM refill_review WHERE id = \(id)"
    }

    static func selectEarlierDecisions(_ id: ID<RefillReview>) -> SQL {
        """
        SELECT outcome, look_again_on, note, decided_at FROM refill_decision WHERE review_id = \(id) ORDER BY seq
        """
    }
}

extension RefillPacket.Score {
    init(_ row: Row) throws {
        instrument = try row["instrument"]
        date = try row["local_date"]
        total = try row["total"]
        band = try row["band"]
    }
}

extension RefillPacket.Measured {
    init(_ row: Row) throws {
        systolic = try row["systolic"]
        diastolic = try row["diastolic"]
        pulse = try row["pulse"]
        at = try row["measured_at"]
    }
}

extension RefillPacket.FlagSeen {
    init(_ row: Row) throws {
        handle = try row["handle"]
        rule = try row["rule"]
        severity = try row["severity"]
        state = try row["state"]
        raisedAt = try row["raised_at"]
        outcome = try row["outcome"]
    }
}

extension RefillPacket.Moved {
    init(_ row: Row) throws {
        date = try row["for_date"]
        kind = try row["kind"]
        from = try row["dose_mg"]
        to = try row["to_mg"]
        rules = try row["rules"]
    }
}

extension RefillPacket.Written {
    init(_ row: Row) throws {
        handle = try row["handle"]
        state = try row["state"]
        strength = try row["strength_mg"]
        pieces = try row["pieces"]
        quantity = try row["quantity"]
        maximum = try row["maximum_mg"]
        legalBasis = try row["legal_basis"]
        lastFillOn = try row["last_fill_on"]
        refillsLeft = try row["refills_left"]
    }
}
