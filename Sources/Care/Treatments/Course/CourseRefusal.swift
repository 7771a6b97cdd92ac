import Clinic

/// Why an event cannot be: the program's no.
package enum CourseRefusal: String, Refusing, CaseIterable {
    /// The date has not come yet in the patient's zone.
    case dateAhead = "check_in_date_ahead"
    /// Only today and the two dates before can be reported.
    case dateTooOld = "check_in_date_too_old"
    /// Before the first day.
    case notStarted = "treatment_not_started"
    /// The treatment has ended.
    case ended = "treatment_ended"
    /// The date has its check-in: it is amended, on its own day.
    case alreadyReported = "check_in_exists"
    /// Only its own day's can be amended.
    case amendedTooLate = "check_in_closed"
    case notReported = "check_in_missing"
    /// `part` is less than the dose, `more` is more.
    case takenDoesNotFit = "taken_does_not_fit_dose"
    case offerGone = "dose_change_gone"
    case offerExpired = "dose_change_expired"
    case notPaused = "treatment_not_paused"
    case alreadyPaused = "treatment_already_paused"
    /// Only a prescriber ends a pause that a rule or a prescriber began.
    case prescriberResumes = "prescriber_resumes"
    /// A flag of the pause is open.
    case flagOpen = "flag_open"
    /// A dose that the resume rules, the signed range or the lozenge do not allow.
    case doseNotAllowed = "dose_not_allowed"
    case pauseTooLong = "pause_too_long"
    case resumeDateNotAllowed = "resume_date_not_allowed"
    /// T2 and T5 want a reading below 160/100 of the last 24 hours.
    case readingNeeded = "reading_needed"

    package var code: String { rawValue }
}
