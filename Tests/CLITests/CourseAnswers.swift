import Wire

/// What a program answers about somebody in the twelfth day of treatment.
enum CourseAnswers {
    static let offer = DoseChangeAnswer(
        id: "0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d40", kind: "increase", state: "offered", fromMg: 45, toMg: 60,
        label: "2 lozenges of 30 mg", firstDate: "2026-11-22", rules: ["T18"], needsAgreement: true,
        isAgreed: false, isAcknowledged: false, expiresAt: "2026-11-24T16:00:00Z",
        words: "A higher dose is wished, or there is no benefit yet, and nothing speaks against it.")

    static let decision = DecisionAnswer(
        id: "7", date: "2026-11-21", kind: "hold", permission: "take", forDate: "2026-11-22", doseMg: 45,
        toMg: 45,
        label: "1½ lozenges of 30 mg", noIncreaseBefore: "2026-12-02", needs: "prescriber",
        rules: ["T6", "T14"],
        reasons: [
            .init(rule: "T6", words: "Urinary symptoms or blood in the urine were reported."),
            .init(rule: "T14", words: "There are too few days with the full dose at this dose."),
        ], words: "The dose stays at 45 mg.", onHandMg: 1470, runOut: "2026-12-22",
        decidedAt: "2026-11-21T15:00:00Z", askedBy: "patient", occasion: "checkIn",
        titrationProtocol: "daily-low-dose|1", offer: nil)

    static let progress = ProgressAnswer(
        date: "2026-11-21",
        days: (1...12).map { day in
            let isReported = day < 12
            return .init(
                date: "2026-11-\(day + 9)", cycle: 1, cycleDay: day, doseMg: day < 4 ? 15 : day < 9 ? 30 : 45,
                permission: "take", isOff: false, isGap: false, taken: isReported ? "planned" : nil,
                takenMg: isReported ? 15 : nil, isLate: isReported ? day == 5 : nil,
                worst: isReported ? day % 4 / 3 : nil,
                effects: isReported ? ["nausea": day % 4 / 3, "dizziness": 0] : nil, mood: nil,
                benefit: isReported ? "some" : nil, wish: isReported ? "more" : nil,
                systolic: day == 10 ? 118 : nil, diastolic: day == 10 ? 76 : nil, pulse: day == 10 ? 70 : nil)
        },
        scores: [
            .init(instrument: "gad7", date: "2026-11-10", total: 13, isBaseline: true),
            .init(instrument: "gad7", date: "2026-11-16", total: 11, isBaseline: false),
            .init(instrument: "phq9", date: "2026-11-10", total: 17, isBaseline: true),
            .init(instrument: "phq9", date: "2026-11-16", total: 14, isBaseline: false),
        ])

    static let course = ChartCourse(
        state: "active", date: "2026-11-21", cycle: .init(number: 1, day: 12), permission: "take",
        isReported: false,
        dose: .init(
            doseMg: 45, label: "1½ lozenges of 30 mg", since: "2026-11-18", cause: "increase", rules: ["T18"],
            words: "A higher dose is wished, or there is no benefit yet, and nothing speaks against it.",
            agreedBy: "standingOrder"),
        minMg: 15, maxMg: 60, standingOrder: true, pause: nil,
        supply: .init(
            onHandMg: 1470, onHandLozenges: 49, runOut: "2026-12-22", lot: "K2291", useBy: "2027-02-14"),
        review: .init(handle: "rr-7k2mq", state: "open", dueOn: "2026-11-30"), offer: offer,
        decision: decision, progress: progress)

    static let change = StaffDoseChange(
        change: offer,
        patient: .init(
            id: "2", handle: "pt-7k2mq", name: "Maya Ortiz", state: "AZ", timeZone: "America/Phoenix"),
        decidedOn: "2026-11-21", decidedAt: "2026-11-21T15:00:00Z")

    static let checkIn = CheckInAnswer(
        id: "8", date: "2026-11-20", version: 2, isLate: true, taken: "part", takenMg: 30, plannedMg: 45,
        effects: ["nausea": 1, "dizziness": 2], mood: nil, anxiety: nil, energy: nil, sleep: nil,
        benefit: "some",
        wish: "more", selfHarm: true, asq: "negative", warnings: ["chestPain"],
        reportedAt: "2026-11-21T15:00:00Z", consequence: nil, asqDueBy: nil, crisis: nil)
}
