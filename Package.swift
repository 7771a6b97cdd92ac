// swift-tools-version: 6.2
import PackageDescription

/// Lozenge's floor plan: Platform knows no medicine, Care knows no HTTP, Partners speak other people's wire
/// forms, Interfaces are every way in. `Tests/House` holds who may import whom.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

func target(
    _ floor: String, _ name: String, _ dependencies: [Target.Dependency] = [],
    settings: [SwiftSetting] = swiftSettings
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(floor)/\(name)", swiftSettings: settings)
}

/// What reads and judges a hundred thousand histories or intakes in one run: a clinic imports and audits with the build
/// that `Deploy/run` makes, and tests try as many, so it is optimised in debug builds, too.
let optimised = swiftSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func program(_ name: String, at folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/Interfaces/\(folder)",
        swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["Support"], path: "Tests/\(name)",
        swiftSettings: swiftSettings)
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let platform: [Target] = [
    .systemLibrary(
        name: "CLibpq", path: "Sources/Platform/CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CCurl", path: "Sources/Platform/CCurl", pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]),
    target("Platform", "Locks"),
    target("Platform", "Clocks", ["Locks"]),
    target("Platform", "StrictJSON", settings: optimised),
    target("Platform", "Postgres", ["Locks", "CLibpq", "Clocks", logging, metrics]),
    target("Platform", "EmbeddedPostgres"),
    target("Platform", "JobQueue", ["Locks", "Postgres", "Clocks", logging, metrics, lifecycle]),
    target("Platform", "Outbound", ["Locks", "CCurl", metrics]),
    target("Platform", "Sealing", ["Locks", "Postgres", "StrictJSON", crypto]),
    target("Platform", "Telemetry", ["Locks", logging, metrics]),
]

let care: [Target] = [
    target("Care", "Clinic", ["Clocks", "Postgres", "Sealing", crypto], settings: optimised),
    target(
        "Care", "Questionnaires", ["Clinic", "StrictJSON", "Clocks", crypto], settings: optimised),
    target("Care", "Medications", settings: optimised),
    target("Care", "AnswerFiles", ["StrictJSON"], settings: optimised),
    target(
        "Care", "Intakes",
        [
            "AnswerFiles", "Locks", "Clinic", "Questionnaires", "Medications", "Clocks", "Postgres",
            "Sealing", "StrictJSON",
        ], settings: optimised),
    target("Care", "Consults", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target("Care", "Prescriptions", ["Clinic", "Clocks", "Postgres", "Sealing", crypto]),
    target("Care", "PharmacyOrders", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target("Care", "Shipments", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target(
        "Care", "Treatments", ["Clinic", "Clocks", "Postgres", "Sealing", "StrictJSON"], settings: optimised),
    target("Care", "RefillReviews", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target("Care", "Patients", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target("Care", "Safety", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target(
        "Care", "Access", ["Locks", "Clinic", "Clocks", "Postgres", "Sealing", crypto, cryptoExtras, jwt]),
    target(
        "Care", "CarePath",
        [
            "Clinic", "Questionnaires", "Medications", "Intakes", "Consults", "Prescriptions",
            "PharmacyOrders",
            "Shipments", "Treatments", "RefillReviews", "Patients", "Safety", "Access", "JobQueue", "Clocks",
            "Postgres", "Sealing", "StrictJSON", crypto,
        ]),
]

let partners: [Target] = [
    target("Partners", "Messaging", ["Patients", "Clocks", "Outbound"]),
    target(
        "Partners", "Pharmacies",
        ["Locks", "PharmacyOrders", "Clinic", "Clocks", "Outbound", "StrictJSON"]),
    target("Partners", "Carriers", ["Shipments", "Clinic", "Clocks", "Outbound", "StrictJSON"]),
]

let interfaces: [Target] = [
    target("Interfaces", "Wire"),
    target(
        "Interfaces", "API",
        [
            "Locks", "Wire", "Webhooks", "CarePath", "Access", "Clinic", "Medications", "Intakes", "Consults",
            "Prescriptions", "PharmacyOrders", "Shipments", "Treatments", "RefillReviews", "Patients",
            "Safety",
            "Questionnaires", "StrictJSON", "Clocks", "JobQueue", "Postgres", "Telemetry", hummingbird,
            hummingbirdCore,
            nioCore, httpTypes,
            lifecycle, logging, metrics, crypto,
        ]),
    target("Interfaces", "Webhooks", ["CarePath", "Clinic", "Clocks", "StrictJSON", crypto]),
    target(
        "Interfaces", "Workers",
        [
            "CarePath", "Clinic", "Consults", "Prescriptions", "PharmacyOrders", "Shipments", "Treatments",
            "Patients", "JobQueue", "Messaging", "Pharmacies", "Carriers", "Clocks", "Locks", "Outbound",
            logging,
        ]),
    target(
        "Interfaces", "Sandbox",
        [
            "Locks", "StrictJSON", "Clocks", "Outbound", hummingbird, httpTypes, nioCore, nioPosix, logging,
            lifecycle,
            crypto,
        ]),
    target("Interfaces", "Invariants", ["Clinic", "Postgres", "StrictJSON"]),
    target(
        "Interfaces", "Cohort", ["AnswerFiles", "Locks", "Wire", "Outbound", "Clocks", crypto]),
    program(
        "lozenged", at: "Server",
        [
            "AnswerFiles", "Locks", "API", "Workers", "Sandbox", "Cohort", "Invariants", "CarePath", "Access",
            "Clinic", "Safety",
            "Questionnaires", "Intakes",
            "Consults", "Prescriptions", "PharmacyOrders", "Shipments", "Treatments", "Medications",
            "Patients",
            "Messaging", "Pharmacies", "Carriers", "StrictJSON", "JobQueue", "Postgres", "EmbeddedPostgres",
            "Outbound", "Sealing",
            "Telemetry", "Clocks", "Wire", arguments, configuration, lifecycle, logging, metrics,
        ]),
    program(
        "lozenge-bench", at: "Bench",
        [
            "Locks", "CarePath", "Access", "Clinic", "Patients", "Prescriptions", "Treatments", "JobQueue",
            "Postgres", "EmbeddedPostgres", "Outbound", "Sealing", "Clocks", arguments, logging, crypto,
        ]),
    program("lozenge", at: "CLI", ["Wire", "Outbound", "Clocks", arguments]),
]

let package = Package(
    name: "lozenge",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: platform + care + partners + interfaces + [
        .target(
            name: "Support",
            dependencies: ["Locks", "Postgres", "EmbeddedPostgres"],
            path: "Tests/Support", swiftSettings: swiftSettings),
        .target(
            name: "CareSupport",
            dependencies: [
                "Support", "CarePath", "Access", "Clinic", "Intakes", "Consults", "Prescriptions",
                "Shipments", "Patients", "Safety", "Questionnaires", "StrictJSON", "Postgres", "Sealing",
                "Clocks",
            ],
            path: "Tests/CareSupport", swiftSettings: swiftSettings),
        .target(
            name: "DoorSupport",
            dependencies: [
                "Locks", "Support", "CareSupport", "API", "Wire", "CarePath", "Access", "Clinic", "Patients",
                "Clocks",
                "Outbound", "Postgres", "StrictJSON", "Telemetry", logging,
            ],
            path: "Tests/DoorSupport", swiftSettings: swiftSettings),
        .executableTarget(
            name: "QueueDrill", dependencies: ["JobQueue", "Postgres", "Clocks", logging],
            path: "Tests/QueueDrill", swiftSettings: swiftSettings),
        tests("StrictJSONTests", ["StrictJSON"]),
        tests("PostgresTests", ["Locks", "Postgres", "Clocks", "EmbeddedPostgres", logging]),
        tests("JobQueueTests", ["Locks", "QueueDrill", "JobQueue", "Postgres", "Clocks", logging]),
        tests("OutboundTests", ["Locks", "Outbound", nioCore, nioPosix]),
        tests("SealingTests", ["Sealing", "Postgres", crypto]),
        tests("TelemetryTests", ["Locks", "Telemetry", logging, metrics]),
        tests("ClinicTests", ["Clinic", "Clocks", "Sealing", crypto]),
        tests("QuestionnairesTests", ["Questionnaires", "Clinic", "Clocks", "StrictJSON"]),
        tests("MedicationsTests", ["Medications"]),
        tests("AnswerFilesTests", ["AnswerFiles"]),
        tests(
            "IntakesTests",
            [
                "AnswerFiles", "CareSupport", "Intakes", "Medications", "Questionnaires", "Clinic", "Clocks",
                "StrictJSON",
            ]),
        tests("ConsultsTests", ["Consults", "Clinic", "Clocks", "Postgres", "Sealing"]),
        tests(
            "PrescriptionsTests",
            ["Prescriptions", "Clinic", "Clocks", "Postgres", "Sealing", "CareSupport", crypto]),
        tests(
            "PharmacyOrdersTests",
            ["PharmacyOrders", "Clinic", "Clocks", "Postgres", "CareSupport"]),
        tests("ShipmentsTests", ["Shipments", "Clinic", "Clocks", "Postgres"]),
        tests("RefillReviewsTests", ["RefillReviews", "Prescriptions", "Clinic", "Clocks"]),
        tests("TreatmentsTests", ["Treatments", "Clinic", "Clocks", "Postgres", "StrictJSON"]),
        tests(
            "PharmaciesTests",
            [
                "Locks", "Pharmacies", "PharmacyOrders", "Clinic", "Outbound", "Sandbox", "StrictJSON",
                "Clocks",
                logging,
            ]),
        tests(
            "CarriersTests",
            ["Carriers", "Shipments", "Clinic", "StrictJSON", "Clocks"]),
        tests(
            "SandboxTests",
            [
                "Locks", "Sandbox", "Outbound", "StrictJSON", "Clocks", hummingbird, logging, crypto,
            ]),
        tests("WebhooksTests", ["Webhooks", "CarePath", "Clinic", "Clocks", "StrictJSON", crypto]),
        tests(
            "PathTests",
            [
                "Locks", "DoorSupport", "CareSupport", "API", "Wire", "Invariants", "Workers", "CarePath",
                "Access",
                "Clinic",
                "Intakes", "Prescriptions", "PharmacyOrders", "Shipments", "Patients", "Pharmacies",
                "Carriers", "Sandbox", "Clocks", "Outbound", "Postgres", "JobQueue", "StrictJSON", logging,
                crypto,
            ]),
        tests(
            "AccessTests",
            [
                "Locks", "CareSupport", "CarePath", "Access", "Clinic", "Patients", "Postgres", "Clocks",
                "Sealing",
                crypto,
            ]),
        tests("SafetyTests", ["Safety", "Clinic", "Clocks"]),
        tests(
            "MessagingTests",
            ["Locks", "Messaging", "Patients", "Outbound", "Sandbox", "Clocks", logging, lifecycle]),
        tests(
            "CarePathTests",
            [
                "AnswerFiles", "Locks", "CareSupport", "CarePath", "Access", "Clinic", "Intakes", "Consults",
                "Prescriptions",
                "PharmacyOrders", "Shipments", "RefillReviews", "Treatments", "Patients", "Safety",
                "Questionnaires",
                "Postgres", "Clocks", "Sealing", "StrictJSON",
            ]),
        tests(
            "APITests",
            [
                "Locks", "CareSupport", "API", "Wire", "CarePath", "Consults", "Access", "Clinic",
                "Prescriptions",
                "Clocks", "Postgres", "StrictJSON", "Telemetry", "Intakes", "Patients", "PharmacyOrders",
                "Safety", "Sealing", "Shipments", "Treatments", yams, httpTypes, logging, metrics, lifecycle,
            ]),
        tests("CohortTests", ["AnswerFiles", "Cohort", "Wire", "Clocks"]),
        tests("CLITests", ["Locks", "lozenge", "Wire", "Clocks", nioCore, nioPosix, arguments]),
        tests("InvariantsTests", ["Invariants", "CareSupport", "Clinic", "Postgres"]),
        tests("BenchTests", ["lozenge-bench"]),
        tests("HouseTests", []),
        tests(
            "SliceTests",
            [
                "DoorSupport", "CareSupport", "API", "Wire", "CarePath", "Access", "Clinic", "Patients",
                "Safety",
                "Clocks", "Outbound", "Postgres", "StrictJSON", httpTypes,
            ]),
        tests(
            "EndToEndTests",
            [
                "Locks", "lozenged", "lozenge", "Cohort", "Wire", "Outbound", "Clocks", "Postgres",
                "EmbeddedPostgres",
                crypto,
            ]),
    ]
)
