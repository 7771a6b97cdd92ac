import Clinic
import Clocks
import Foundation
import PharmacyOrders

/// An order as LifeFile takes it, member by member in its own names.
struct LifeFileForm: Encodable {
    let message: Message
    let order: Order

    struct Message: Encodable {
        let id: String
        let sentTime: String
    }

    struct Order: Encodable {
        let general: General
        let prescriber: Prescriber
        let practice: Practice
        let patient: Patient
        let shipping: Shipping
        let billing: Billing
        let rxs: [Rx]
    }

    struct General: Encodable {
        let memo: String
        let referenceId: String
        let doNotDispenseBefore: String
    }

    struct Prescriber: Encodable {
        let npi, licenseState, licenseNumber, dea: String
        let firstName, lastName: String
        let address1: String
        let address2: String?
        let city, state, zip: String
    }

    struct Practice: Encodable {
        let id: String
    }

    struct Patient: Encodable {
        let firstName, lastName, dateOfBirth: String
        let address1: String
        let address2: String?
        let city, state, zip: String
        let phoneMobile, email: String
    }

    struct Shipping: Encodable {
        let recipientType, recipientFirstName, recipientLastName, recipientPhone: String
        let addressLine1: String
        let addressLine2: String?
        let city, state, zipCode, country: String
        let service: String
    }

    struct Billing: Encodable {
        let payorType: String
    }

    struct Rx: Encodable {
        let rxType, drugName, drugStrength, drugForm, lfProductID, foreignRxNumber: String
        let quantity: Int
        let quantityUnits, directions: String
        let refills: Int
        let dateWritten: String
        let daysSupply: Int
        let scheduleCode: String
    }

    /// - Parameter practice: as the pharmacy knows the clinic.
    init(_ form: OrderForm, practice: String) {
        let (patient, medicine, prescriber) = (form.patient, form.medicine, form.prescriber)
        message = Message(id: form.order.description, sentTime: form.sentAt.rfc3339)
        order = Order(
            general: General(
                memo: "Do not dispense before \(form.doNotDispenseBefore).",
                referenceId: form.order.description,
                doNotDispenseBefore: form.doNotDispenseBefore.description),
            prescriber: Prescriber(
                npi: prescriber.npi, licenseState: prescriber.licenceState,
                licenseNumber: prescriber.licenceNumber,
                dea: prescriber.dea, firstName: prescriber.name.given, lastName: prescriber.name.family,
                address1: prescriber.address.line1, address2: prescriber.address.line2,
                city: prescriber.address.city, state: prescriber.address.state,
                zip: prescriber.address.postalCode),
            practice: Practice(id: practice),
            patient: Patient(
                firstName: patient.name.given, lastName: patient.name.family,
                dateOfBirth: patient.birthDate.description, address1: patient.address.line1,
                address2: patient.address.line2, city: patient.address.city, state: patient.address.state,
                zip: patient.address.postalCode, phoneMobile: patient.phone, email: patient.email),
            shipping: Shipping(
                recipientType: "patient", recipientFirstName: patient.name.given,
                recipientLastName: patient.name.family, recipientPhone: patient.phone,
                addressLine1: patient.address.line1, addressLine2: patient.address.line2,
                city: patient.address.city, state: patient.address.state, zipCode: patient.address.postalCode,
                country: "US", service: "adultSignature"),
            billing: Billing(payorType: "doc"),
            rxs: [
                Rx(
                    rxType: medicine.fillNumber == 1 ? "new" : "refill", drugName: medicine.drug,
                    drugStrength: "\(medicine.strength.count) mg", drugForm: medicine.form,
                    lfProductID: medicine.product, foreignRxNumber: medicine.prescription,
                    quantity: medicine.quantity, quantityUnits: "each", directions: medicine.directions,
                    refills: medicine.refills, dateWritten: medicine.writtenOn.description,
                    daysSupply: medicine.daysSupply, scheduleCode: "3")
            ])
    }
}
