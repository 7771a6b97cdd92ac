import Clinic
import Foundation
import HTTPTypes
import StrictJSON
import Wire

/// A no, ready for the wire: which problem, what was wrong with which field, and the headers that belong to it.
///
/// The door throws it itself for what is wrong with a request; refusals of the program and faults of the platform
/// become one in `Refusals+Problem.swift`.
package struct Rejection: Error, Sendable {
    package let code: ProblemCode
    package var fields: [JSONProblem]
    package var headers: HTTPFields
    /// What to do about it, where the code's own words say too little.
    package var detail: Words?

    package init(
        _ code: ProblemCode, fields: [JSONProblem] = [], headers: HTTPFields = [:], detail: Words? = nil
    ) {
        self.code = code
        self.fields = fields
        self.headers = headers
        self.detail = detail
    }

    /// The same, to be tried again after so many whole seconds.
    func retry(after seconds: Int) -> Rejection {
        var later = self
        later.headers[.retryAfter] = String(max(1, seconds))
        return later
    }

    /// - Parameters:
    ///   - language: of the words; the codes are the same in all.
    ///   - instance: the request's id.
    func answer(in language: Language, instance: String) throws -> Answer {
        let problem = Problem(
            type: "https://lozenge.example/problems/\(code.rawValue)",
            title: code.words.title.said(in: language), status: code.status.code,
            detail: (detail ?? code.words.detail).said(in: language), instance: instance, code: code.rawValue,
            errors: fields.isEmpty
                ? nil
                : fields.map { field in
                    FieldProblem(
                        pointer: field.pointer.description, code: field.code,
                        detail: field.message(in: language.rawValue))
                })
        var headers = headers
        // RFC 9110, 11.6.1: a 401 says how to sign in; RFC 6750, 3: and whether it was the token.
        if code == .webhookUnproven {
            headers[.wwwAuthenticate] = "Signature"
        } else if code.status == .unauthorized {
            headers[.wwwAuthenticate] = code == .unauthenticated ? "Bearer" : "Bearer error=\"invalid_token\""
        }
        headers[.contentLanguage] = language.rawValue
        return Answer(status: code.status, headers: headers, body: try Answer.json(problem), type: .problem)
    }
}
