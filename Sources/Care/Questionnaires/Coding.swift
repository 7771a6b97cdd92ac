/// A code and the system it belongs to: LOINC, SNOMED CT, one of the program's own.
///
/// The display is words and no part of what is meant, so it is not kept here and does not count in equality.
package struct Coding: Sendable, Hashable {
    package let system: String?
    package let code: String

    package init(system: String?, code: String) {
        self.system = system
        self.code = code
    }
}
