import Foundation
import Support

@testable import Medications

/// The list that the program uses.
enum ProgramMedicines {
    static let read = Result {
        try MedicationMap(
            json: Data(
                contentsOf: Checkout.folder.appending(path: "Schema/protocols/medication-classes.json")))
    }

    static var map: MedicationMap { get throws { try read.get() } }
}
