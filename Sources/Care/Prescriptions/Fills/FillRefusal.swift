import Clinic

/// Why a fill could not be moved.
package enum FillRefusal: Refusing, CaseIterable {
    case onHold
    case notReleased
    case alreadyReleased
    case notDispensed
    case alreadyDispensed
    /// It was cancelled, or its medicine is gone.
    case ended
    /// The prescription allows no such fill: all refills are used, it was not signed, or less was written.
    case notAllowed

    package var code: String {
        switch self {
        case .onHold: "fill_on_hold"
        case .notReleased: "fill_not_released"
        case .alreadyReleased: "fill_already_released"
        case .notDispensed: "fill_not_dispensed"
        case .alreadyDispensed: "fill_already_dispensed"
        case .ended: "fill_ended"
        case .notAllowed: "fill_not_allowed"
        }
    }
}
