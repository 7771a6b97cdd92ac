import Foundation
import StrictJSON

/// An order in LifeFile's form, read as strictly as a pharmacy reads it: what it needs must be there and make sense,
/// what it does not know is passed over.
struct OrderForm {
    let referenceId: String
    let doNotDispenseBefore: String?
    let prescriberNPI: String
    let shipToState: String
    let practice: String
    let foreignRxNumber: String
    let product: String
    let strengthMg: Int
    let quantity: Int
    let refills: Int
    let daysSupply: Int
    let dateWritten: String

    /// What is wrong with a form, by the names of its fields.
    struct Mistakes: Error {
        let fields: [String]
    }

    init(_ json: JSONValue) throws(Mistakes) {
        var reader = FieldReader(json)
        _ = reader.text("message/id")
        _ = reader.text("message/sentTime")
        referenceId = reader.text("order/general/referenceId")
        doNotDispenseBefore =
            reader.optionalText("order/rxs/0/doNotDispenseBefore", like: Self.date)
            ?? reader.optionalText("order/general/doNotDispenseBefore", like: Self.date)
        prescriberNPI = reader.text("order/prescriber/npi", like: /[12]\d{9}/)
        _ = reader.text("order/prescriber/licenseState", like: Self.state)
        _ = reader.text("order/prescriber/licenseNumber")
        _ = reader.text("order/prescriber/dea", like: /[A-Z][A-Z9]\d{7}/)
        _ = reader.text("order/prescriber/lastName")
        _ = reader.text("order/prescriber/firstName")
        practice = reader.text("order/practice/id")
        for field in ["lastName", "firstName", "address1", "city"] {
            _ = reader.text("order/patient/\(field)")
        }
        _ = reader.text("order/patient/dateOfBirth", like: Self.date)
        let homeState = reader.text("order/patient/state", like: Self.state)
        shipToState = reader.optionalText("order/shipping/state", like: Self.state) ?? homeState
        _ = reader.text("order/patient/zip", like: /\d{5}(-?\d{4})?/)
        _ = reader.text("order/shipping/recipientType", like: /patient|clinic/)
        _ = reader.text("order/shipping/service")
        _ = reader.text("order/billing/payorType", like: /doc|pat/)
        let rx = "order/rxs/0"
        _ = reader.text("\(rx)/rxType", like: /new|refill/)
        _ = reader.text("\(rx)/drugName")
        _ = reader.text("\(rx)/drugForm")
        _ = reader.text("\(rx)/directions")
        _ = reader.text("\(rx)/quantityUnits")
        _ = reader.text("\(rx)/scheduleCode", like: /3|C?III|C3/)
        strengthMg = reader.number("\(rx)/drugStrength", like: /(\d+) ?mg.*/, in: 1...1000)
        product = reader.text("\(rx)/lfProductID")
        foreignRxNumber = reader.text("\(rx)/foreignRxNumber")
        quantity = reader.number("\(rx)/quantity", like: /(\d+)/, in: 1...1000)
        refills = reader.number("\(rx)/refills", like: /(\d+)/, in: 0...5)
        daysSupply = reader.number("\(rx)/daysSupply", like: /(\d+)/, in: 1...90)
        dateWritten = reader.text("\(rx)/dateWritten", like: Self.date)
        if json["order"]?["rxs"]?.arrayValue?.count != 1 { reader.wrong("order/rxs") }
        if !reader.mistakes.isEmpty { throw Mistakes(fields: reader.mistakes) }
    }

    private static var date: Regex<Substring> { /\d{4}-\d{2}-\d{2}/ }
    private static var state: Regex<Substring> { /[A-Z]{2}/ }
}
