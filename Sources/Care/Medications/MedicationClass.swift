/// What a medicine counts as for the rules (program.md, Medication classes). The raw value stands in the data file,
/// in `medication.classes` and in answers.
package enum MedicationClass: String, CaseIterable, Sendable, Codable, Hashable {
    case benzodiazepine
    case opioid
    /// Hypnotics, barbiturates, sedating muscle relaxants and antihistamines, ketamine itself.
    case otherDepressant
    case stimulant
    /// Monoamine oxidase inhibitors.
    case maoi
    case lithium
    case antipsychotic
    /// SSRI, SNRI and all other antidepressants but MAOI.
    case antidepressant
    /// Lamotrigine and the gabapentinoids too.
    case anticonvulsant
    case antihypertensive
    case otherCardiac
    case thyroid
    case theophylline
    /// Strong inhibitors and inducers of CYP3A4 and CYP2B6.
    case strongCYP
    case herbal
}
