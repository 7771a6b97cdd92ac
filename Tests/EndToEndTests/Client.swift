import Foundation
import Outbound
import Wire

/// A visitor's HTTP client, over real libcurl.
struct Client: Sendable {
    /// Patient, since a day of the dev clock may take some seconds.
    private let http = HTTPClient(
        policy: OutboundPolicy(hosts: ["127.0.0.1"], reach: .anywhere, totalTimeout: .seconds(90)))

    /// An answer that was not the one expected.
    struct Unexpected: Error {
        let status: Int
        let body: String
    }

    func get<Answer: Decodable>(_ url: String, token: String? = nil) async throws -> Answer {
        let answer = try await send(.get, url, body: nil, token: token)
        guard answer.status == 200 else { throw Unexpected(status: answer.status, body: answer.text) }
        return try JSONDecoder().decode(Answer.self, from: answer.body)
    }

    func post<Answer: Decodable>(_ url: String, _ body: some Encodable, status: Int, token: String? = nil)
        async throws
        -> Answer
    {
        let answer = try await send(.post, url, body: try JSONEncoder().encode(body), token: token)
        guard answer.status == status else { throw Unexpected(status: answer.status, body: answer.text) }
        return try JSONDecoder().decode(Answer.self, from: answer.body)
    }

    func send(
        _ method: OutboundRequest.Method, _ url: String, body: Data?, token: String? = nil
    ) async throws -> OutboundResponse {
        var headers: [(name: String, value: String)] = []
        if body != nil {
            headers.append(("Content-Type", "application/json"))
            headers.append(("Idempotency-Key", UUID().uuidString))
        }
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        return try await http.send(
            OutboundRequest(method: method, url: url, headers: headers, body: body ?? Data()))
    }

    /// Somebody in Arizona whom no rule touches answers the screening and registers.
    func register(at url: String, email: String, answers: [String: String] = [:]) async throws {
        let screening: ScreeningAnswer = try await post(
            "\(url)/v1/screenings", ScreeningBody(changing: answers), status: 201)
        let _: CodeSent = try await post(
            "\(url)/v1/patients",
            RegistrationRequest(
                screeningId: screening.screeningId, name: .init(given: "Maya", family: "Ortiz"),
                birthDate: "1992-03-02",
                address: .init(
                    line1: "12 Juniper Street", line2: nil, city: "Phoenix", state: "AZ", postalCode: "85004"),
                timeZone: "America/Phoenix", email: email, phone: "+16025550143", language: "en",
                consentToMessages: true), status: 202)
    }
}

/// A FHIR QuestionnaireResponse to the screening.
struct ScreeningBody: Encodable {
    struct Response: Encodable {
        let resourceType = "QuestionnaireResponse"
        let questionnaire = "https://lozenge.example/questionnaires/screening|1"
        let status = "completed"
        let item: [Item]
    }

    struct Item: Encodable {
        struct Answer: Encodable {
            struct Coding: Encodable { let system, code: String }
            var valueDate: String?
            var valueCoding: Coding?
        }
        let linkId: String
        let answer: [Answer]
    }

    let response: Response

    /// - Parameter changes: linkId to code, for the answers that are not those of somebody whom no rule touches.
    init(changing changes: [String: String]) {
        let own = "https://lozenge.example/codes/screening"
        let yesNo = "http://terminology.hl7.org/CodeSystem/v2-0136"
        let questions = [
            ("state", "https://www.usps.com/", "AZ"),
            ("seeks-help-for", "http://snomed.info/sct", "35489007"),
            ("pregnancy", yesNo, "N"), ("psychosis", yesNo, "N"), ("mania", own, "neither"),
            ("heart", own, "none"),
            ("bladder", yesNo, "N"), ("ketamine", own, "none"), ("self-harm", yesNo, "N"),
        ]
        let birthDate = Item(linkId: "birth-date", answer: [.init(valueDate: "1992-03-02")])
        response = Response(
            item: [birthDate]
                + questions.map { linkId, system, code in
                    Item(
                        linkId: linkId,
                        answer: [.init(valueCoding: .init(system: system, code: changes[linkId] ?? code))])
                })
    }
}
