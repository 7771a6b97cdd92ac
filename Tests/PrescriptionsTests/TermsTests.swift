import Clinic
import Foundation
import Prescriptions
import Testing

@Suite struct `The terms of a draft` {
    @Test func `begin with the protocol's defaults`() throws {
        let terms = PrescriptionTerms(
            defaultsOf: try Delivered.dosing, lozenge: try Delivered.lozenge(15),
            legalBasis: .telemedicineFlexibility)
        #expect(terms.start == Milligrams(15) && terms.maximum == Milligrams(45))
        #expect(terms.quantity == 81 && terms.refills == 5 && terms.standingOrder)
        #expect(terms.faults(under: try Delivered.dosing).isEmpty)
    }

    @Test func `follow the fastest path when doses change, unless a quantity is named`() throws {
        var change = PrescriptionChange()
        change.maximum = Milligrams(60)
        let higher = try Fixture.terms().changed(by: change, under: Delivered.dosing)
        #expect(higher.quantity == 100)
        change.quantity = 70
        #expect(try Fixture.terms().changed(by: change, under: Delivered.dosing).quantity == 70)
        change = PrescriptionChange()
        change.refills = 2
        #expect(try Fixture.terms(quantity: 50).changed(by: change, under: Delivered.dosing).quantity == 50)
    }

    @Test(arguments: [
        ([15, 2, nil, nil, nil, nil], [PrescriptionTermFault.lozengeImpossible]),
        (
            [20, 1, nil, nil, nil, nil],
            [.strengthNotOfTheProtocol, .startNotRepresentable, .maximumNotRepresentable]
        ),
        ([30, 1, nil, nil, nil, nil], [.startNotRepresentable, .maximumNotRepresentable]),
        ([nil, nil, 20, nil, nil, nil], [.startNotRepresentable]),
        ([nil, nil, 60, nil, nil, nil], [.startAboveMaximum]),
        ([nil, nil, nil, 135, nil, nil], [.maximumNotRepresentable, .maximumAboveCeiling]),
        ([nil, nil, nil, nil, 29, nil], [.quantityOutOfRange]),
        ([nil, nil, nil, nil, 82, nil], [.quantityOutOfRange]),
        ([nil, nil, nil, nil, nil, 6], [.refillsOutOfRange]),
    ])
    func `are refused with each field that is wrong`(
        values: [Int?], faults: [PrescriptionTermFault]
    ) throws {
        var change = PrescriptionChange()
        change.strength = values[0].map(Milligrams.init)
        change.pieces = values[1]
        change.start = values[2].map(Milligrams.init)
        change.maximum = values[3].map(Milligrams.init)
        change.quantity = values[4]
        change.refills = values[5]
        let dosing = try Delivered.dosing
        #expect(throws: PrescriptionRefusal.termsWrong(faults)) {
            try Fixture.terms().changed(by: change, under: dosing)
        }
    }

    @Test func `of the delivered protocol are without fault`() throws {
        #expect(try Delivered.dosing.faults.isEmpty)
    }
}
