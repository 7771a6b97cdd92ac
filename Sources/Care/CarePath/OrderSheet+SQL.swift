import Access
import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Sealing

/// An order as it goes out, with the address of its pharmacy: read from six stages at once, opened for the moment of
/// sending and kept nowhere.
struct OrderSheet {
    let form: OrderForm
    let address: PharmacyAddress

    /// `nil` where something is missing that the pharmacy must have.
    static func fetch(
        _ order: ID<PharmacyOrder>, keyring: Keyring, on connection: Connection, now: Instant
    ) throws -> OrderSheet? {
        let found = try connection.fetchFirst(
            """
            SELECT o.id AS order_id, o.quantity, o.do_not_dispense_before, o.patient_id, fill.number AS fill_number,
                rx.id AS rx_id, rx.handle AS rx_handle, rx.drug, rx.strength_mg, rx.form, rx.refills, rx.issued_on,
                rx.days_supply, rx.content, rx.prescriber_id,
                prescriber.npi, prescriber.address AS prescriber_address, account.name AS owner_name,
                licence.state AS licence_state, licence.number AS licence_number, dea.number AS dea,
                product.product, patient.data_key, pharmacy.slug, pharmacy.adapter, pharmacy.base_url,
                pharmacy.settings, pharmacy.credentials, pharmacy.id
            FROM pharmacy_order AS o
            JOIN fill ON fill.id = o.fill_id
            JOIN prescription AS rx ON rx.id = o.prescription_id
            JOIN patient ON patient.id = o.patient_id
            JOIN prescriber ON prescriber.account_id = rx.prescriber_id
            JOIN account ON account.id = rx.prescriber_id
            JOIN pharmacy ON pharmacy.id = o.pharmacy_id
            JOIN prescriber_licence AS licence ON licence.account_id = rx.prescriber_id
                AND licence.state = rx.attested_state AND rx.issued_on BETWEEN licence.valid_from AND licence.valid_until
            JOIN LATERAL (
                SELECT number FROM prescriber_dea
                WHERE account_id = rx.prescriber_id AND rx.issued_on BETWEEN valid_from AND valid_until
                ORDER BY state = rx.attested_state DESC, state LIMIT 1) AS dea ON true
            JOIN pharmacy_product AS product ON product.pharmacy_id = pharmacy.id
                AND product.strength_mg = rx.strength_mg AND product.form = rx.form
            WHERE o.id = \(order)
            """, "order.sheet"
        ) { row in try Draft(row, keyring: keyring) }
        guard let draft = found, let credentials = draft.credentials,
            let patient = try connection.fetchFirst(
                Patient.select(draft.patient), "order.patient", decode: { try Patient($0, keyring: keyring) })
        else { return nil }
        return OrderSheet(
            form: draft.form(of: order, for: patient, now: now),
            address: PharmacyAddress(slug: draft.slug, access: draft.access, credentials: credentials))
    }
}

/// The row, opened, before the patient is added.
private struct Draft {
    let patient: ID<Patient>
    let prescriber: OrderForm.Prescriber
    let medicine: OrderForm.Medicine
    let doNotDispenseBefore: LocalDate
    let slug: String
    let access: Pharmacy.Interface
    let credentials: Pharmacy.Credentials?

    init(_ row: Row, keyring: Keyring) throws {
        patient = try row["patient_id"]
        let prescription: UUID = try row["rx_id"]
        let content: Sealed<PrescriptionContent> = try row["content"]
        let written = try content.open(
            with: try keyring.unwrap(try row["data_key"]),
            at: PrescriptionContent.place(of: prescription.uuidString.lowercased()))
        let name = try StaffMember.openName(row, of: try row["prescriber_id"], keyring: keyring)
        let address: JSONText = try row["prescriber_address"]
        let settings: JSONText = try row["settings"]
        prescriber = OrderForm.Prescriber(
            name: PersonName(splitting: name), npi: try row["npi"], dea: try row["dea"],
            licenceState: try row["licence_state"], licenceNumber: try row["licence_number"],
            address: try address.decoded())
        medicine = OrderForm.Medicine(
            prescription: try row["rx_handle"], fillNumber: try row["fill_number"], drug: try row["drug"],
            strength: try row["strength_mg"], form: try row["form"], product: try row["product"],
            quantity: try row["quantity"], directions: written.directions, refills: try row["refills"],
            writtenOn: try row["issued_on"], daysSupply: try row["days_supply"])
        doNotDispenseBefore = try row["do_not_dispense_before"]
        slug = try row["slug"]
        access = Pharmacy.Interface(
            adapter: try row["adapter"], baseURL: try row["base_url"], settings: try settings.decoded())
        credentials = try Pharmacy.credentials(row, keyring: keyring)
    }

    func form(of order: ID<PharmacyOrder>, for person: Patient, now: Instant) -> OrderForm {
        OrderForm(
            order: order, sentAt: now, prescriber: prescriber,
            patient: OrderForm.Person(
                name: person.name, birthDate: person.birthDate, address: person.address,
                phone: person.contact.phone.e164, email: person.contact.email.address),
            medicine: medicine, doNotDispenseBefore: doNotDispenseBefore)
    }
}

extension PersonName {
    /// `Mei Lin` of the care team, whose names are kept whole: what stands after the last blank is the family name.
    /// A single word is both, since pharmacies ask for two.
    fileprivate init(splitting whole: String) {
        let words = whole.split(separator: " ")
        let given = words.count > 1 ? words.dropLast().joined(separator: " ") : whole
        self.init(given: given, family: words.last.map(String.init) ?? whole)
    }
}
