import CareSupport
import Clocks
import Foundation
import StrictJSON
import Testing
import Wire

extension ClinicServer {
    /// Their answers to the screening, sent without an account; `contact` is where a repeated screening is noticed.
    package func screen(_ newcomer: Newcomer, contact: String? = nil, language: String? = nil) async throws
        -> Reply
    {
        var body: JSONObject = JSONObject([.init(name: "response", value: newcomer.answers.response)])
        body["contact"] = contact.map(JSONValue.string)
        let headers: Headers = language.map { [("Accept-Language", $0)] } ?? []
        return try await post("/v1/screenings", json: .object(body), headers)
    }

    /// The id of a screening that they have just answered.
    package func screened(_ newcomer: Newcomer) async throws -> String {
        let reply = try await screen(newcomer)
        try #require(reply.said == "201")
        return try reply.json(ScreeningAnswer.self).screeningId
    }

    /// They answer and register; what they hear is where their code went.
    @discardableResult
    package func register(_ newcomer: Newcomer) async throws -> CodeSent {
        let registration = newcomer.registration(on: try await screened(newcomer))
        let reply = try await post("/v1/patients", registration, key: UUID())
        try #require(reply.said == "202")
        return try reply.json(CodeSent.self)
    }

    /// They sign in with the code that was last sent to `address`, their e-mail unless said otherwise.
    package func signIn(_ newcomer: Newcomer, byText: Bool = false) async throws -> TokenAnswer {
        let address = byText ? newcomer.phone : newcomer.email
        let reply = try await present(try await code(sentTo: address), at: address)
        try #require(reply.said == "200")
        return try reply.json(TokenAnswer.self)
    }

    /// Asks for another code, a minute later, since there is none before.
    package func askForCode(_ address: String) async throws -> Reply {
        clock.advance(by: .seconds(60))
        return try await post(
            "/v1/auth/code", CodeRequest(channel: Self.channel(of: address), address: address))
    }

    /// Somebody presents a code.
    package func present(_ code: String, at address: String) async throws -> Reply {
        try await post(
            "/v1/auth/token",
            TokenRequest.code(channel: Self.channel(of: address), address: address, code: code))
    }

    /// The whole way from the questions to being signed in.
    package func patient(_ newcomer: Newcomer) async throws -> TokenAnswer {
        try await register(newcomer)
        return try await signIn(newcomer)
    }

    /// Another pair of tokens for somebody who is signed in.
    package func refresh(_ person: TokenAnswer) async throws -> Reply {
        try await post("/v1/auth/token", TokenRequest.refresh(token: person.refreshToken))
    }

    private static func channel(of address: String) -> String { address.contains("@") ? "email" : "text" }
}
