import HTTPTypes
import Hummingbird
import StrictJSON

/// What is wrong with a request to send a text, under Twilio's error codes.
///
/// Twilio's own test numbers work here as there: 1 500 555 0001 is not valid, 0002 cannot be reached, 0003
/// lies in a region that is not allowed, 0004 has said STOP, 0009 is no mobile.
enum TextProblem: Int {
    case notSignedIn = 20003
    case broken = 20500
    case recipientNotValid = 21211
    case regionNotAllowed = 21408
    case noBody = 21602
    case noSender = 21603
    case noRecipient = 21604
    case optedOut = 21610
    case notReachable = 21612
    case noMobile = 21614
    case tooLong = 21617

    init?(in form: FormFields) {
        guard let recipient = form["To"] else {
            self = .noRecipient
            return
        }
        guard form["From"] != nil || form["MessagingServiceSid"] != nil else {
            self = .noSender
            return
        }
        guard let body = form["Body"] else {
            self = .noBody
            return
        }
        let found: TextProblem? =
            switch recipient {
            case "+15005550001": .recipientNotValid
            case "+15005550002": .notReachable
            case "+15005550003": .regionNotAllowed
            case "+15005550004": .optedOut
            case "+15005550009": .noMobile
            case _ where recipient.wholeMatch(of: /\+[1-9]\d{7,14}/) == nil: .recipientNotValid
            default: body.utf16.count > 1600 ? .tooLong : nil
            }
        guard let found else { return nil }
        self = found
    }

    var response: Response {
        let status: HTTPResponse.Status =
            switch self {
            case .notSignedIn: .unauthorized
            case .broken: .internalServerError
            default: .badRequest
            }
        return answer(
            [
                "code": .number(JSONNumber(rawValue)), "message": .string("\(self)"),
                "more_info": .string("https://www.twilio.com/docs/errors/\(rawValue)"),
                "status": .number(JSONNumber(status.code)),
            ], status: status)
    }
}
