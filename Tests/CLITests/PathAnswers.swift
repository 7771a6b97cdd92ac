import Wire

/// What a program answers about one patient on the way to the first supply.
enum PathAnswers {
    static let consult = "0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d3e"
    static let person = WorkItem.Person(id: "2", handle: "pt-7k2mq", name: "Maya Ortiz")
    static let prescriber = WorkItem.Person(id: "3", handle: "st-9x4md", name: "Wei Lin")

    static func visit(_ state: String, handle: String = "co-7k2mq") -> ConsultAnswer {
        var visit = ConsultAnswer(
            id: consult, handle: handle, kind: "initial", state: state,
            prescriber: .init(id: "3", name: "Wei Lin, MD"),
            patient: .init(
                id: "2", handle: "pt-7k2mq", name: "Maya Ortiz", state: "AZ", timeZone: "America/Phoenix"),
            startsAt: "2026-11-24T17:00:00Z", endsAt: "2026-11-24T17:30:00Z",
            local: "2026-11-24T10:00:00-07:00", timeZone: "America/Phoenix", version: 2)
        visit.note = .init(
            icd10: ["F33.1"],
            findings: "Low mood most days, sleep poor, no psychosis, for about two years now.",
            plan: "Start at 15 mg, review on day 21.", risksDiscussed: "Dependence, bladder, blood pressure.",
            signedAt: "2026-11-24T17:28:00Z")
        return visit
    }

    static let prescription = PrescriptionAnswer(
        id: "4", handle: "rx-4m9xd", patient: person, prescriber: prescriber, consultId: consult,
        state: "draft", dosingProtocol: "daily-low-dose|1", drug: "ketamine hydrochloride", form: "lozenge",
        strengthMg: 15, pieces: 1, start: .init(doseMg: 15, label: "1 lozenge of 15 mg"),
        maximum: .init(doseMg: 45, label: "3 lozenges of 15 mg"), quantity: 81, quantityLeast: 30,
        quantityMost: 81, daysSupply: 30, refills: 5, standingOrder: true,
        legalBasis: "telemedicine_flexibility", shipState: "AZ", attestedState: "AZ", delivery: "sandbox",
        directions: "Place in the cheek and let it dissolve for 15 minutes without swallowing, then swallow.",
        reasonForCompounding: "No approved product of ketamine has this form, strength and route.",
        adultPresent: nil, replaces: nil, draftedAt: "2026-11-24T17:28:00Z", readyAt: nil, signedAt: nil,
        issuedOn: nil, lastFillOn: nil, endedAt: nil, endReason: nil, fills: [], version: 7)

    static let order = OrderAnswer(
        id: "5", handle: "or-h81zt", state: "triage", fillId: "6", fillNumber: 1, prescriptionId: "4",
        patientId: "2", patient: "pt-7k2mq",
        pharmacy: .init(slug: "alpha", name: "Alpha Compounding (made up)"), pharmacyReference: "100003",
        quantity: 81, doNotDispenseBefore: "2026-11-24", createdAt: "2026-11-24T18:00:00Z",
        submittedAt: "2026-11-24T18:00:01Z", acknowledgedAt: nil, dispensedAt: nil, triageCode: "badAddress",
        endCode: nil, reroutedTo: nil, awaitsSecondPerson: false, dispense: nil)

    static let explanation = OrderExplanationAnswer(
        order: order,
        events: [
            .init(
                type: "submission.accepted", occurredAt: "2026-11-24T18:00:01Z",
                heardAt: "2026-11-24T18:00:01Z", by: "pharmacy", effect: "applied", code: nil),
            .init(
                type: "order.somethingNobodyKnowsYet", occurredAt: "2026-11-24T19:00:01Z",
                heardAt: "2026-11-24T19:00:01Z", by: "pharmacy", effect: "parked", code: "unknownStatus"),
        ],
        exchanges: [
            .init(
                at: "2026-11-24T18:00:01Z", operation: "submitOrder", status: 200, outcome: "answered", ms: 3)
        ],
        obstacles: [.init(rule: "O7", code: "addressIncomplete")], passedOver: ["beta": ["notLicensed"]])

    static let eligibility = EligibilityChart(
        id: "7", evaluatedAt: "2026-11-24T15:00:00Z", outcome: "clearance", rulesVersion: "1",
        findings: [
            .init(
                rule: "E7", case: "high blood pressure", outcome: "clearance",
                words: "Mean of the readings: systolic 140-159 or diastolic 90-99.",
                patientWords: "Your blood pressure is raised.",
                answers: [.init(linkId: "bp-systolic", question: "Upper number (systolic)", values: ["148"])],
                standing: "letterMissing",
                clearance: .init(
                    specialties: ["primaryCare", "cardiology"], state: "requested",
                    requestedAt: "2026-11-24T15:00:00Z", receivedAt: nil, document: nil, from: nil),
                answer: nil)
        ], history: [])

    static let flag = FlagAnswer(
        id: "8", handle: "fl-2k7mq", rule: "E15", severity: 1, state: "open", reasons: ["asq-5"],
        patient: .init(
            id: "2", handle: "pt-7k2mq", name: "Maya Ortiz", state: "AZ", timeZone: "America/Phoenix"),
        raisedAt: "2026-11-21T16:00:00Z", acknowledgeBy: "2026-11-21T16:15:00Z",
        closeBy: "2026-11-22T16:00:00Z", acknowledgedAt: nil, closedAt: nil, outcome: nil, note: nil,
        outcomes: ["safe", "emergencyServices"])
}
