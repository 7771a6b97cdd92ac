/// Whom of the care team a cohort meets, by how they sign in.
package struct CohortTeam: Sendable {
    package let navigator: StaffSignIn
    /// By account id.
    package let prescribers: [String: StaffSignIn]

    package init(navigator: StaffSignIn, prescribers: [String: StaffSignIn]) {
        self.navigator = navigator
        self.prescribers = prescribers
    }
}

/// The forms that people fill in, as the server publishes them.
struct CohortForms: Sendable {
    let screening: PublishedForm
    let intake: PublishedForm
}
