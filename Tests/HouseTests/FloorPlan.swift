import Foundation

/// Who may know whom: our targets by floor, with all that each may import. Whatever is not here is not allowed.
///
///     Interfaces ─▶ CarePath ─▶ the stages ─▶ Clinic ─▶ Postgres ─▶ CLibpq
///         │             └─────▶ JobQueue ─▶ Postgres
///         └─▶ Partners ─▶ (the one stage whose protocol it fulfils), Outbound ─▶ CCurl
enum FloorPlan {
    /// Knows no medicine.
    static let platform: [String: Set<String>] = [
        "CLibpq": [],
        "CCurl": [],
        "Locks": [],
        "Clocks": ["Locks"],
        "StrictJSON": [],
        "Postgres": ["Locks", "CLibpq", "Clocks", "Logging", "Metrics"],
        "EmbeddedPostgres": [],
        "JobQueue": ["Locks", "Postgres", "Clocks", "Logging", "Metrics", "ServiceLifecycle"],
        "Outbound": ["Locks", "CCurl", "Metrics"],
        "Sealing": ["Locks", "Postgres", "StrictJSON", "Crypto"],
        "Telemetry": ["Locks", "Logging", "Metrics"],
    ]

    /// Shared by the stages: the clinic's words, and the interpreter of questionnaires, and of files of
    /// answers.
    static let tools: [String: Set<String>] = [
        "Clinic": ["Clocks", "Postgres", "Sealing", "StrictJSON", "Crypto"],
        "Questionnaires": ["Clinic", "Clocks", "StrictJSON", "Crypto"],
        "Medications": [],
        "AnswerFiles": ["StrictJSON"],
    ]

    /// A stage never imports a stage.
    static let stages: [String: Set<String>] = [
        "Intakes": [
            "AnswerFiles", "Locks", "Clinic", "Questionnaires", "Medications", "Clocks", "Postgres",
            "Sealing", "StrictJSON",
        ],
        "Consults": ["Clinic", "Clocks", "Postgres", "Sealing"],
        "Prescriptions": ["Clinic", "Clocks", "Postgres", "Sealing", "Crypto"],
        "PharmacyOrders": ["Clinic", "Clocks", "Postgres", "Sealing"],
        "Shipments": ["Clinic", "Clocks", "Postgres", "Sealing"],
        "Treatments": ["Clinic", "Clocks", "Postgres", "Sealing", "StrictJSON"],
        "RefillReviews": ["Clinic", "Clocks", "Postgres", "Sealing"],
        "Patients": ["Clinic", "Clocks", "Postgres", "Sealing"],
        "Safety": ["Clinic", "Clocks", "Postgres", "Sealing"],
        "Access": ["Locks", "Clinic", "Clocks", "Postgres", "Sealing", "Crypto", "CryptoExtras", "JWTKit"],
    ]

    /// The only target of the care floor that knows several stages.
    static let carePath: [String: Set<String>] = [
        "CarePath": [
            "Clinic", "Questionnaires", "Medications", "Intakes", "Consults", "Prescriptions",
            "PharmacyOrders",
            "Shipments", "Treatments", "RefillReviews", "Patients", "Safety", "Access", "JobQueue", "Clocks",
            "Postgres", "Sealing", "StrictJSON", "Crypto",
        ]
    ]

    /// Each knows the one stage whose protocol it fulfils.
    static let partners: [String: Set<String>] = [
        "Messaging": ["Patients", "Clocks", "Outbound"],
        "Pharmacies": ["Locks", "PharmacyOrders", "Clinic", "Clocks", "Outbound", "StrictJSON"],
        "Carriers": ["Shipments", "Clinic", "Clocks", "Outbound", "StrictJSON"],
    ]

    /// Every way in. None of them is imported by another floor.
    static let interfaces: [String: Set<String>] = [
        "Wire": [],
        "API": [
            "Locks", "Wire", "Webhooks", "CarePath", "Access", "Clinic", "Medications", "Intakes", "Consults",
            "Prescriptions", "PharmacyOrders", "Shipments", "Treatments", "RefillReviews", "Patients",
            "Safety",
            "Questionnaires", "StrictJSON", "Clocks", "JobQueue", "Postgres", "Telemetry", "Hummingbird",
            "HummingbirdCore", "NIOCore",
            "HTTPTypes", "ServiceLifecycle", "Logging", "Metrics", "Crypto",
        ],
        "Webhooks": ["CarePath", "Clinic", "Clocks", "StrictJSON", "Crypto"],
        "Workers": [
            "CarePath", "Clinic", "Consults", "Prescriptions", "PharmacyOrders", "Shipments", "Treatments",
            "Patients", "JobQueue", "Messaging", "Pharmacies", "Carriers", "Clocks", "Locks", "Outbound",
            "Logging",
        ],
        "Sandbox": [
            "Locks", "StrictJSON", "Clocks", "Outbound", "Hummingbird", "HTTPTypes", "NIOCore", "NIOPosix",
            "Logging",
            "ServiceLifecycle", "Crypto",
        ],
        "Invariants": ["Clinic", "Postgres", "StrictJSON"],
        "Cohort": ["AnswerFiles", "Locks", "Wire", "Outbound", "Clocks", "Crypto"],
        "lozenged": [
            "AnswerFiles", "Locks", "API", "Workers", "Sandbox", "Cohort", "Invariants", "CarePath", "Access",
            "Clinic", "Safety",
            "Questionnaires", "Intakes",
            "Consults", "Prescriptions", "PharmacyOrders", "Shipments", "Treatments", "Medications",
            "Patients",
            "Messaging", "Pharmacies", "Carriers", "StrictJSON", "JobQueue", "Postgres", "EmbeddedPostgres",
            "Outbound", "Sealing",
            "Telemetry", "Clocks", "Wire", "ArgumentParser", "Configuration", "ServiceLifecycle", "Logging",
            "Metrics",
        ],
        "lozenge-bench": [
            "Locks", "CarePath", "Access", "Clinic", "Patients", "Prescriptions", "Treatments", "JobQueue",
            "Postgres", "EmbeddedPostgres", "Outbound", "Sealing", "Clocks", "ArgumentParser", "Logging",
            "Crypto",
        ],
        "lozenge": ["Wire", "Outbound", "Clocks", "ArgumentParser"],
    ]

    /// All of our targets but the tests.
    static let all = [platform, tools, stages, carePath, partners, interfaces]
        .reduce(into: [String: Set<String>]()) { $0.merge($1) { $1 } }

    /// What comes with Swift, for everybody.
    static let withSwift: Set<String> = [
        "Swift", "Foundation", "Dispatch", "Synchronization", "RegexBuilder", "Glibc", "Testing",
    ]

    /// The target whose folder holds `path`, with `Server`, `CLI` and `Bench` under their programs' names.
    static func target(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let folder = parts[0] == "Tests" ? parts[1] : parts[2]
        return ["Server": "lozenged", "CLI": "lozenge", "Bench": "lozenge-bench"][folder] ?? folder
    }
}
