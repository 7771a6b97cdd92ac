import HTTPTypes
import Hummingbird
import StrictJSON

/// Why a stand-in carrier says no, in EasyPost's codes and form.
enum CarrierRefusal: Error {
    case notSignedIn
    case unknown
    case notJSON
    /// Required fields that are missing or wrong.
    case fields([String])
    case postageExists
    case noSuchRate
    /// The service leaves the parcel at the door.
    case noAdultSignature
    case noPostage

    var status: Int {
        switch self {
        case .notSignedIn: 401
        case .unknown: 404
        case .notJSON: 400
        case .fields, .postageExists, .noSuchRate, .noAdultSignature, .noPostage: 422
        }
    }

    var code: String {
        switch self {
        case .notSignedIn: "APIKEY.INACTIVE"
        case .unknown: "NOT_FOUND"
        case .notJSON: "PARAMETER.INVALID"
        case .fields: "PARAMETER.REQUIRED"
        case .postageExists: "SHIPMENT.POSTAGE.EXISTS"
        case .noSuchRate: "SHIPMENT.RATE.INVALID"
        case .noAdultSignature: "SHIPMENT.POSTAGE.FAILURE"
        case .noPostage: "SHIPMENT.REFUND.FAILURE"
        }
    }

    private var message: String {
        switch self {
        case .notSignedIn: "This api key is no longer active."
        case .unknown: "The requested resource could not be found."
        case .notJSON: "The body could not be read."
        case .fields: "Missing required parameter."
        case .postageExists: "Postage already exists for this shipment."
        case .noSuchRate: "The rate is not one of this shipment's."
        case .noAdultSignature: "Adult signature is not available for this service."
        case .noPostage: "There is no postage to refund."
        }
    }

    var response: Response {
        let fields: [JSONValue]
        if case .fields(let names) = self {
            fields = names.map { ["field": .string($0), "message": "cannot be blank"] }
        } else {
            fields = []
        }
        return Self.response(code, message, fields, status: HTTPResponse.Status(code: status))
    }

    static let broken = response(
        "INTERNAL_SERVER_ERROR", "We're sorry, something went wrong.", [], status: .internalServerError)

    private static func response(
        _ code: String, _ message: String, _ fields: [JSONValue], status: HTTPResponse.Status
    ) -> Response {
        answer(
            ["error": ["code": .string(code), "message": .string(message), "errors": .array(fields)]],
            status: status)
    }
}
