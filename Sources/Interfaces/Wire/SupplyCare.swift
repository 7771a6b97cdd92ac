/// `POST /v1/staff/recalls`: a pharmacy's lot that nobody is to take.
package struct RecallRequest: Codable, Sendable {
    /// The pharmacy's slug.
    package var pharmacy: String
    /// As its labels have it.
    package var lot: String
    package var drug: String?
    /// `contamination`, `potency`, `stability`, `labelling`, `packaging`, `other`.
    package var reason: String
    /// How the notice is found.
    package var notice: String

    package init(pharmacy: String, lot: String, drug: String? = nil, reason: String, notice: String) {
        self.pharmacy = pharmacy
        self.lot = lot
        self.drug = drug
        self.reason = reason
        self.notice = notice
    }
}

/// A recall, and whom it reached.
package struct RecallAnswer: Codable, Sendable {
    package var id: String
    package var handle: String
    package var pharmacy: String
    package var lot: String
    package var drug: String
    package var reason: String
    package var notice: String
    package var recordedAt: String
    /// Patients who have been told, what they had at home, and how many somebody still has to see to.
    package var holders: Int
    package var onHandMg: Int
    package var open: Int
    package var liftedAt: String?
    package var liftReason: String?

    package init(
        id: String, handle: String, pharmacy: String, lot: String, drug: String, reason: String,
        notice: String, recordedAt: String, holders: Int, onHandMg: Int, open: Int, liftedAt: String?,
        liftReason: String?
    ) {
        self.id = id
        self.handle = handle
        self.pharmacy = pharmacy
        self.lot = lot
        self.drug = drug
        self.reason = reason
        self.notice = notice
        self.recordedAt = recordedAt
        self.holders = holders
        self.onHandMg = onHandMg
        self.open = open
        self.liftedAt = liftedAt
        self.liftReason = liftReason
    }
}

/// `POST /v1/staff/patients/{patient}/early-fills`: a prescriber has a refill go before its date, once.
package struct EarlyFillRequest: Codable, Sendable {
    /// `lost`, `damaged`, `recalled`, `travel`.
    package var reason: String
    /// Why, in the prescriber's words.
    package var note: String

    package init(reason: String, note: String) {
        self.reason = reason
        self.note = note
    }
}

/// `POST /v1/staff/shipments/{shipment}/reship`: another fill for a parcel that is lost, damaged or back.
package struct ReshipRequest: Codable, Sendable {
    /// Why, in the prescriber's words.
    package var note: String

    package init(note: String) { self.note = note }
}

/// `GET /v1/staff/reports/gaps`: dose dates without medicine, and whose delay made them so.
package struct GapReportAnswer: Codable, Sendable {
    package var from: String
    package var to: String
    package var treatmentDays: Int
    package var gapDays: Int
    /// Gap days in a thousand treatment days.
    package var perThousand: Double
    package var treatments: Int
    /// By owner: `patient`, `prescriber`, `pharmacy`, `carrier`, `program`.
    package var byOwner: [String: Int]
    package var causes: [Cause]

    package struct Cause: Codable, Sendable {
        package var owner: String
        /// The first missed step (`book`, `decide`, `submit`, `ship`, `deliver`), else `recalled`, `expired`, `lost`,
        /// `unexplained`.
        package var reason: String
        package var days: Int
        package var treatments: Int

        package init(owner: String, reason: String, days: Int, treatments: Int) {
            self.owner = owner
            self.reason = reason
            self.days = days
            self.treatments = treatments
        }
    }

    package init(
        from: String, to: String, treatmentDays: Int, gapDays: Int, perThousand: Double, treatments: Int,
        byOwner: [String: Int], causes: [Cause]
    ) {
        self.from = from
        self.to = to
        self.treatmentDays = treatmentDays
        self.gapDays = gapDays
        self.perThousand = perThousand
        self.treatments = treatments
        self.byOwner = byOwner
        self.causes = causes
    }
}
