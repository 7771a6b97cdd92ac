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

func target(_ floor: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(floor)/\(name)", swiftSettings: swiftSettings
    )
}

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
    target("Platform", "Clocks"),
    target("Platform", "StrictJSON"),
    target("Platform", "Postgres", ["CLibpq", "Clocks", metrics]),
    target("Platform", "EmbeddedPostgres"),
    target("Platform", "JobQueue", ["Postgres", "Clocks", logging, metrics, lifecycle]),
    target("Platform", "Outbound", ["CCurl", metrics]),
    target("Platform", "Sealing", ["Postgres", crypto]),
    target("Platform", "Telemetry", [logging, metrics]),
]

let care: [Target] = [
    target("Care", "Clinic", ["Clocks", "Postgres", "Sealing", crypto]),
    target("Care", "Questionnaires", ["Clinic", "StrictJSON", "Clocks", crypto]),
    target("Care", "Intakes", ["Clinic", "Questionnaires", "Clocks", "Postgres", "Sealing", "StrictJSON"]),
    target("Care", "Patients", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target("Care", "Safety", ["Clinic", "Clocks", "Postgres", "Sealing"]),
    target(
        "Care", "Access", ["Clinic", "Clocks", "Postgres", "Sealing", crypto, cryptoExtras, jwt]),
    target(
        "Care", "CarePath",
        [
            "Clinic", "Questionnaires", "Intakes", "Patients", "Safety", "Access", "JobQueue", "Clocks",
            "Postgres", "Sealing", "StrictJSON",
        ]),
]

let partners: [Target] = [
    target("Partners", "Messaging", ["Patients", "Clocks", "Outbound", logging])
]

let interfaces: [Target] = [
    target("Interfaces", "Wire"),
    target(
        "Interfaces", "API",
        [
            "Wire", "CarePath", "Access", "Clinic", "Intakes", "Patients", "Safety", "Questionnaires",
            "StrictJSON", "Clocks", "Postgres", "Telemetry", hummingbird, hummingbirdCore, nioCore, httpTypes,
            lifecycle, logging, metrics, crypto,
        ]),
    target(
        "Interfaces", "Workers", ["CarePath", "Clinic", "Patients", "JobQueue", "Messaging", "Clocks"]),
    target(
        "Interfaces", "Sandbox",
        ["StrictJSON", "Clocks", hummingbird, httpTypes, nioCore, nioPosix, logging, lifecycle]),
    target("Interfaces", "Cohort", ["Wire", "Outbound", "Clocks", crypto]),
    program(
        "lozenged", at: "Server",
        [
            "API", "Workers", "Sandbox", "Cohort", "CarePath", "Access", "Clinic", "Intakes", "Patients",
            "Safety", "Messaging", "JobQueue", "Postgres", "EmbeddedPostgres", "Outbound", "Sealing",
            "Telemetry", "Clocks", "Wire", arguments, configuration, lifecycle, logging, metrics,
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
            dependencies: [
                "Postgres", "EmbeddedPostgres", "Clocks", "Outbound", logging,
            ],
            path: "Tests/Support", swiftSettings: swiftSettings),
        .target(
            name: "CareSupport",
            dependencies: [
                "Support", "CarePath", "Access", "Clinic", "Intakes", "Patients", "Safety", "Questionnaires",
                "StrictJSON", "Postgres", "Sealing", "Clocks",
            ],
            path: "Tests/CareSupport", swiftSettings: swiftSettings),
        tests("StrictJSONTests", ["StrictJSON"]),
        tests("PostgresTests", ["Postgres", "Clocks", "EmbeddedPostgres"]),
        tests("JobQueueTests", ["JobQueue", "Postgres", "Clocks"]),
        tests("OutboundTests", ["Outbound", nioCore, nioPosix]),
        tests("SealingTests", ["Sealing", "Postgres", crypto]),
        tests("TelemetryTests", ["Telemetry", logging, metrics]),
        tests("ClinicTests", ["Clinic", "Clocks", "Postgres"]),
        tests("QuestionnairesTests", ["Questionnaires", "Clinic", "StrictJSON"]),
        tests("IntakesTests", ["Intakes", "Questionnaires", "Clinic", "Clocks", "StrictJSON"]),
        tests(
            "AccessTests",
            [
                "CareSupport", "CarePath", "Access", "Clinic", "Patients", "Postgres", "Clocks", "Sealing",
                crypto,
            ]),
        tests("SafetyTests", ["Safety", "Clinic", "Clocks", "Postgres"]),
        tests(
            "MessagingTests", ["Messaging", "Patients", "Outbound", "Sandbox", "Clocks", logging, lifecycle]),
        tests(
            "CarePathTests",
            [
                "CareSupport", "CarePath", "Access", "Clinic", "Intakes", "Patients", "Safety", "JobQueue",
                "Postgres",
                "Clocks", "Sealing", "StrictJSON",
            ]),
        tests(
            "APITests",
            [
                "CareSupport", "API", "Wire", "CarePath", "Access", "Clinic", "Clocks", "Outbound",
                "Postgres",
                "StrictJSON", "Telemetry", yams, hummingbird,
            ]),
        tests("CLITests", ["lozenge", "Wire", "Clocks", nioCore, nioPosix, arguments]),
        tests("HouseTests", []),
        tests(
            "SliceTests",
            [
                "CareSupport", "API", "Wire", "CarePath", "Access", "Clinic", "Patients", "Safety", "Intakes",
                "Clocks",
                "Outbound", "Postgres", "JobQueue", "StrictJSON", "Telemetry",
            ]),
        tests(
            "EndToEndTests",
            ["lozenged", "lozenge", "Wire", "Outbound", "Clocks", "Postgres", "EmbeddedPostgres", crypto]),
    ]
)
