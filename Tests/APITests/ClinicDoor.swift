import API
import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Logging
import Metrics
import StrictJSON
import Wire

/// A whole clinic behind the real door: real routes, real corridor, real database.
struct ClinicDoor: Sendable {
    let clinic: TestClinic
    let client: RawClient
    let log: LogBook

    static func open(_ body: @Sendable (ClinicDoor) async throws -> Void) async throws {
        let clinic = try await TestClinic(codes: FixedCode("123456"))
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let log = LogBook()
        let server = APIServer(
            APIDependencies(
                carePath: clinic.carePath, settings: .tests(), contract: Data(try ContractDocument.text.utf8),
                readiness: { [.init(name: "database", ok: true)] }, metrics: NOOPMetricsHandler.instance,
                renderMetrics: { "up 1\n" },
                logger: Logger(label: "test") { _ in LogBook.Handler(book: log) },
                dev: NoControls()),
            host: "127.0.0.1", port: 0, onRunning: { port.yield($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var arrivals = ports.makeAsyncIterator()
            guard let port = await arrivals.next() else { throw ServerDidNotStart() }
            try await body(ClinicDoor(clinic: clinic, client: RawClient(port: port), log: log))
            group.cancelAll()
        }
    }

    func get(_ path: String, _ token: String? = nil, _ headers: [(String, String)] = []) async throws
        -> RawResponse
    {
        try await client.send("GET", path, headers: headers + (token.map { [bearer($0)] } ?? []))
    }

    func post(
        _ path: String, _ body: (any Encodable)?, _ token: String? = nil, key: UUID? = nil,
        method: String = "POST",
        _ headers: [(String, String)] = []
    ) async throws -> RawResponse {
        var headers = headers + (token.map { [bearer($0)] } ?? [])
        if let key { headers.append(("Idempotency-Key", key.uuidString)) }
        guard let body else { return try await client.send(method, path, headers: headers, body: []) }
        // In one order: a repeated request is the same bytes.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(body), as: UTF8.self)
        return try await client.send(method, path, headers: headers, json: json)
    }

    /// A token of somebody with these roles, as `/v1/auth/token` gives it.
    func token(of caller: Caller) async throws -> String {
        try await clinic.carePath.access.tokens.issue(for: caller, now: clinic.clock.now).token
    }

    /// Screened and registered over HTTP.
    func register(_ answers: ScreeningAnswers = ScreeningAnswers(), email: String) async throws {
        let body = #"{"response":\#(answers.response.text)}"#
        let screening = try await client.send("POST", "/v1/screenings", json: body).json(ScreeningAnswer.self)
        let answer = try await post(
            "/v1/patients", Self.registration(screening.screeningId, email: email), key: UUID())
        guard answer.status == 202 else { throw TestClinic.Unexpected() }
    }

    func signIn(_ email: String) async throws -> TokenAnswer {
        try await post("/v1/auth/token", TokenRequest.code(channel: "email", address: email, code: "123456"))
            .json(TokenAnswer.self)
    }

    static func registration(_ screening: String, email: String) -> RegistrationRequest {
        RegistrationRequest(
            screeningId: screening, name: .init(given: "Maya", family: "Ortiz"), birthDate: "1992-03-02",
            address: .init(
                line1: "12 Palm Lane", line2: nil, city: "Phoenix", state: "AZ", postalCode: "85004"),
            timeZone: "America/Phoenix", email: email, phone: "+16025550143", language: "es",
            consentToMessages: true)
    }
}
