import Clinic

/// What is prescribed: everything on a prescription that a draft may still change.
package struct PrescriptionTerms: Sendable, Hashable {
    package var lozenge: LozengeForm
    package var start: Milligrams
    /// The highest daily dose; the signed range goes from the protocol's lowest step to here.
    package var maximum: Milligrams
    /// Lozenges a fill, at most.
    package var quantity: Int
    package var refills: Int
    /// Whether the dose may rise by itself up to the protocol's automatic ceiling.
    package var standingOrder: Bool
    package var legalBasis: LegalBasisCode
    package var content: PrescriptionContent

    package init(
        lozenge: LozengeForm, start: Milligrams, maximum: Milligrams, quantity: Int, refills: Int,
        standingOrder: Bool, legalBasis: LegalBasisCode, content: PrescriptionContent
    ) {
        self.lozenge = lozenge
        self.start = start
        self.maximum = maximum
        self.quantity = quantity
        self.refills = refills
        self.standingOrder = standingOrder
        self.legalBasis = legalBasis
        self.content = content
    }

    /// What a first prescription begins with: the protocol's start, its automatic ceiling as the maximum, and the
    /// quantity of the fastest path between them.
    ///
    /// - Parameter standingOrder: not for somebody for whom each rise needs the prescriber (E7, E11).
    package init(
        defaultsOf dosing: DosingProtocol, lozenge: LozengeForm, legalBasis: LegalBasisCode,
        standingOrder: Bool = true
    ) {
        self.init(
            defaultsOf: dosing, lozenge: lozenge, start: Milligrams(dosing.startMg),
            maximum: Milligrams(dosing.automaticCeilingMg), legalBasis: legalBasis,
            standingOrder: standingOrder)
    }

    /// The same from another dose, to another maximum.
    package init(
        defaultsOf dosing: DosingProtocol, lozenge: LozengeForm, start: Milligrams, maximum: Milligrams,
        legalBasis: LegalBasisCode, standingOrder: Bool
    ) {
        self.init(
            lozenge: lozenge, start: start, maximum: maximum,
            quantity: dosing.quantities(from: start, to: maximum, with: lozenge).upperBound,
            refills: dosing.refills, standingOrder: standingOrder, legalBasis: legalBasis,
            content: PrescriptionContent(
                directions: dosing.directions, reasonForCompounding: dosing.reasonForCompounding))
    }

    /// What the protocol says against these terms; nothing where they can be prescribed.
    package func faults(under dosing: DosingProtocol) -> [PrescriptionTermFault] {
        var faults: [PrescriptionTermFault] = []
        let steps = dosing.ladder(with: lozenge).steps
        if !dosing.strengthsMg.contains(lozenge.strength.count) { faults.append(.strengthNotOfTheProtocol) }
        if !steps.contains(start) { faults.append(.startNotRepresentable) }
        if !steps.contains(maximum) { faults.append(.maximumNotRepresentable) }
        if start > maximum { faults.append(.startAboveMaximum) }
        if maximum > dosing.ceiling { faults.append(.maximumAboveCeiling) }
        if !(0...dosing.refills).contains(refills) { faults.append(.refillsOutOfRange) }
        if faults.isEmpty, !dosing.quantities(from: start, to: maximum, with: lozenge).contains(quantity) {
            faults.append(.quantityOutOfRange)
        }
        return faults
    }
}

/// What can be wrong with the terms of a draft.
package enum PrescriptionTermFault: String, Sendable, CaseIterable {
    case lozengeImpossible, strengthNotOfTheProtocol, startNotRepresentable, maximumNotRepresentable
    case startAboveMaximum, maximumAboveCeiling, quantityOutOfRange, refillsOutOfRange
}

/// A change of a draft; what is absent stays.
package struct PrescriptionChange: Sendable {
    package var strength: Milligrams?
    package var pieces: Int?
    package var start: Milligrams?
    package var maximum: Milligrams?
    package var quantity: Int?
    package var refills: Int?
    package var standingOrder: Bool?
    package var legalBasis: LegalBasisCode?
    package var directions: String?
    package var reasonForCompounding: String?
    package var adultPresent: String?

    package init() {}
}

extension PrescriptionTerms {
    /// The terms after a change. Where doses or lozenge change and no quantity is given, it is again the fastest path.
    package func changed(
        by change: PrescriptionChange, under dosing: DosingProtocol
    ) throws(PrescriptionRefusal) -> PrescriptionTerms {
        var terms = self
        guard
            let lozenge = LozengeForm(
                strength: change.strength ?? lozenge.strength, pieces: change.pieces ?? lozenge.pieces)
        else { throw .termsWrong([.lozengeImpossible]) }
        terms.lozenge = lozenge
        terms.start = change.start ?? start
        terms.maximum = change.maximum ?? maximum
        terms.refills = change.refills ?? refills
        terms.standingOrder = change.standingOrder ?? standingOrder
        terms.legalBasis = change.legalBasis ?? legalBasis
        terms.content.directions = change.directions ?? content.directions
        terms.content.reasonForCompounding = change.reasonForCompounding ?? content.reasonForCompounding
        terms.content.adultPresent = change.adultPresent ?? content.adultPresent
        if let quantity = change.quantity {
            terms.quantity = quantity
        } else if terms.lozenge != self.lozenge || terms.start != start || terms.maximum != maximum,
            terms.start <= terms.maximum
        {
            let range = dosing.quantities(from: terms.start, to: terms.maximum, with: lozenge)
            terms.quantity = range.upperBound
        }
        let faults = terms.faults(under: dosing)
        guard faults.isEmpty else { throw .termsWrong(faults) }
        return terms
    }
}
