import CarePath
import Clinic
import Clocks
import Foundation
import Prescriptions
import StrictJSON
import Wire

extension PrescriptionAnswer {
    init(_ view: PrescriptionView) {
        let (record, prescription) = (view.record, view.prescription)
        let terms = prescription.terms
        self.init(
            id: prescription.id.description, handle: record.handle,
            patient: WorkItem.Person(
                id: view.patient.id.description, handle: view.patient.handle, name: view.patient.name.full),
            prescriber: WorkItem.Person(
                id: view.prescriber.id.lowercase, handle: view.prescriber.handle, name: view.prescriber.name),
            consultId: prescription.consult.lowercase, state: prescription.state.rawValue,
            dosingProtocol: prescription.dosingProtocol, drug: record.drug, form: record.form,
            strengthMg: terms.lozenge.strength.count, pieces: terms.lozenge.pieces,
            start: Dose(terms.start, in: terms.lozenge), maximum: Dose(terms.maximum, in: terms.lozenge),
            quantity: terms.quantity, quantityLeast: view.quantities.lowerBound,
            quantityMost: view.quantities.upperBound, daysSupply: record.daysSupply, refills: terms.refills,
            standingOrder: terms.standingOrder, legalBasis: terms.legalBasis.rawValue,
            shipState: prescription.shipState.code, attestedState: prescription.attestedState.code,
            delivery: record.delivery.rawValue, directions: terms.content.directions,
            reasonForCompounding: terms.content.reasonForCompounding,
            adultPresent: terms.content.adultPresent, replaces: prescription.replaces?.description,
            draftedAt: record.draftedAt.rfc3339, readyAt: prescription.ready?.at.rfc3339,
            signedAt: record.signature?.signedAt.rfc3339,
            issuedOn: record.signature?.issuedOn.description,
            lastFillOn: record.signature?.lastFillOn.description, endedAt: prescription.end?.at.rfc3339,
            endReason: prescription.end?.reason,
            fills: view.fills.map { fill in
                Fill(
                    id: fill.id, number: fill.number, state: fill.state, quantity: fill.quantity,
                    notBefore: fill.notBefore, hold: fill.hold)
            },
            version: prescription.version)
    }
}

extension PrescriptionAnswer.Dose {
    init(_ dose: Milligrams, in lozenge: LozengeForm) {
        self.init(doseMg: dose.count, label: lozenge.label(of: dose))
    }
}

extension OwnPrescription {
    init(_ view: PrescriptionView) {
        let terms = view.prescription.terms
        self.init(
            handle: view.record.handle, state: view.prescription.state.rawValue, drug: view.record.drug,
            strengthMg: terms.lozenge.strength.count,
            start: PrescriptionAnswer.Dose(terms.start, in: terms.lozenge),
            maximum: PrescriptionAnswer.Dose(terms.maximum, in: terms.lozenge),
            directions: terms.content.directions, prescriber: view.prescriber.name, quantity: terms.quantity,
            refills: terms.refills, refillsLeft: max(0, terms.refills + 1 - max(1, view.fills.count)),
            issuedOn: view.record.signature?.issuedOn.description,
            lastFillOn: view.record.signature?.lastFillOn.description)
    }
}

extension SignatureAnswer {
    init(_ check: SignatureCheck) {
        self.init(
            intact: check.isIntact,
            checks: [
                Check(name: "archive", ok: check.isArchiveReadable),
                Check(name: "hash", ok: check.isHashRight),
                Check(name: "signature", ok: check.isSignatureRight == true),
                Check(
                    name: "record", ok: check.isArchiveReadable && check.differences.isEmpty,
                    differs: check.differences),
            ])
    }
}

extension ProtocolAnswer {
    init(_ standing: ProtocolStanding) {
        self.init(
            slug: standing.dosing.slug, version: standing.dosing.version, title: standing.dosing.title,
            sha256: standing.sha256, ladderMg: standing.dosing.ladderMg, ceilingMg: standing.dosing.ceilingMg,
            approved: standing.approval != nil, approvedBy: standing.approval?.approvedBy.lowercase,
            approvedAt: standing.approval?.approvedAt.rfc3339)
    }
}

extension MonitoringAnswer {
    init(_ query: MonitoringQuery) {
        self.init(
            id: query.id.description, state: query.state.code, queriedAt: query.queriedAt.rfc3339)
    }
}

extension JSONReader {
    mutating func prescriptionChange() -> PrescriptionChange? {
        let strength = optionalInteger("strengthMg", in: 1...1000)
        let pieces = optionalInteger("pieces", in: 1...2)
        let start = optionalInteger("startMg", in: 1...1000)
        let maximum = optionalInteger("maximumMg", in: 1...1000)
        let quantity = optionalInteger("quantity", in: 1...1000)
        let refills = optionalInteger("refills", in: 0...5)
        let standingOrder = optionalBoolean("standingOrder")
        let basis = optionalOption("legalBasis", of: LegalBasisCode.self)
        let directions = optionalText("directions", length: 1...500)
        let reason = optionalText("reasonForCompounding", length: 1...500)
        let adult = optionalText("adultPresent", length: 1...200)
        return made {
            var change = PrescriptionChange()
            change.strength = strength.value.map(Milligrams.init)
            change.pieces = pieces.value
            change.start = start.value.map(Milligrams.init)
            change.maximum = maximum.value.map(Milligrams.init)
            change.quantity = quantity.value
            change.refills = refills.value
            change.standingOrder = standingOrder.value
            change.legalBasis = basis.value
            change.directions = directions.value
            change.reasonForCompounding = reason.value
            change.adultPresent = adult.value
            return change
        }
    }

    mutating func monitoringReport() -> MonitoringReport? {
        let state = parse("state", as: .state) { StateCode($0) }
        let queriedAt = parse("queriedAt", as: .instant) { Instant(rfc3339: $0) }
        let reference = string("reference", length: 1...100)
        let finding = text("finding", length: 1...2000)
        return made {
            MonitoringReport(
                state: state.value, queriedAt: queriedAt.value,
                content: .init(reference: reference.value, finding: finding.value))
        }
    }

    mutating func endReason() -> String? {
        let reason = text("reason", length: 1...500)
        return made { reason.value }
    }
}
