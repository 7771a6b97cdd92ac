import Clinic
import Clocks

/// All that a pharmacy must know to fill an order, in no pharmacy's own form.
package struct OrderForm: Sendable, Hashable {
    package var order: ID<PharmacyOrder>
    package var sentAt: Instant
    package var prescriber: Prescriber
    package var patient: Person
    package var medicine: Medicine
    package var doNotDispenseBefore: LocalDate

    package init(
        order: ID<PharmacyOrder>, sentAt: Instant, prescriber: Prescriber, patient: Person,
        medicine: Medicine,
        doNotDispenseBefore: LocalDate
    ) {
        self.order = order
        self.sentAt = sentAt
        self.prescriber = prescriber
        self.patient = patient
        self.medicine = medicine
        self.doNotDispenseBefore = doNotDispenseBefore
    }

    /// Who signed.
    package struct Prescriber: Sendable, Hashable {
        package var name: PersonName
        package var npi: String
        package var dea: String
        package var licenceState: String
        package var licenceNumber: String
        package var address: PostalAddress

        package init(
            name: PersonName, npi: String, dea: String, licenceState: String, licenceNumber: String,
            address: PostalAddress
        ) {
            self.name = name
            self.npi = npi
            self.dea = dea
            self.licenceState = licenceState
            self.licenceNumber = licenceNumber
            self.address = address
        }
    }

    /// For whom, and where it goes.
    package struct Person: Sendable, Hashable {
        package var name: PersonName
        package var birthDate: LocalDate
        package var address: PostalAddress
        package var phone: String
        package var email: String

        package init(
            name: PersonName, birthDate: LocalDate, address: PostalAddress, phone: String, email: String
        ) {
            self.name = name
            self.birthDate = birthDate
            self.address = address
            self.phone = phone
            self.email = email
        }
    }

    /// What.
    package struct Medicine: Sendable, Hashable {
        /// `rx-4m9xd`: our number of the prescription.
        package var prescription: String
        package var fillNumber: Int
        package var drug: String
        package var strength: Milligrams
        package var form: String
        /// The pharmacy's own product number.
        package var product: String
        package var quantity: Int
        package var directions: String
        package var refills: Int
        package var writtenOn: LocalDate
        package var daysSupply: Int

        package init(
            prescription: String, fillNumber: Int, drug: String, strength: Milligrams, form: String,
            product: String, quantity: Int, directions: String, refills: Int, writtenOn: LocalDate,
            daysSupply: Int
        ) {
            self.prescription = prescription
            self.fillNumber = fillNumber
            self.drug = drug
            self.strength = strength
            self.form = form
            self.product = product
            self.quantity = quantity
            self.directions = directions
            self.refills = refills
            self.writtenOn = writtenOn
            self.daysSupply = daysSupply
        }
    }
}
