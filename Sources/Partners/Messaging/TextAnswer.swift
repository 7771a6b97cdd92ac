import Foundation
import Outbound
import Patients

/// What a provider of texts answered, in Twilio's form, and what it means for the message.
enum TextAnswer {
    /// A message as the provider keeps it.
    private struct Accepted: Decodable {
        var sid: String
        var status: String
        var errorCode: Int?
    }

    private struct Problem: Decodable {
        var code: Int
    }

    /// The codes of Twilio's error dictionary that concern the recipient or the words, so that no later try
    /// can succeed: number not valid (21211, 21217), region not allowed (21408), opted out with STOP (21610),
    /// not reachable (21612), no mobile (21614), words missing (21602, 21619) or too long (21617), recipient
    /// missing (21604).
    private static let permanent: Set<Int> = [
        21211, 21217, 21408, 21602, 21604, 21610, 21612, 21614, 21617, 21619,
    ]

    static func read(_ response: OutboundResponse) throws(MessagingFault) -> DeliveryAnswer {
        switch response.status {
        case 200...299:
            guard let message = decode(Accepted.self, from: response.body) else { throw .unreadable }
            if ["failed", "undelivered"].contains(message.status) {
                return .refused(code: message.errorCode.map(String.init) ?? message.status)
            }
            return .accepted(reference: message.sid)
        case 429, 500...599:
            throw .notNow(code: "\(response.status)", retryAfter: response.headers.retryAfter)
        default:
            guard let problem = decode(Problem.self, from: response.body) else {
                throw .ourselvesRefused(code: "\(response.status)")
            }
            if permanent.contains(problem.code) { return .refused(code: "\(problem.code)") }
            throw .ourselvesRefused(code: "\(problem.code)")
        }
    }

    private static func decode<Answer: Decodable>(_ type: Answer.Type, from body: Data) -> Answer? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(type, from: body)
    }
}
