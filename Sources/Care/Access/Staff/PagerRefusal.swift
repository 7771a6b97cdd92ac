import Clinic

/// Why a number did not become the one at which somebody is called. Whoever presents the code is signed in, so that
/// these are no refusals of access.
package enum PagerRefusal: Refusing, CaseIterable {
    case codeWrong
    case codeExpired
    /// Five wrong ones: another code is asked for.
    case triesOver

    package var code: String {
        switch self {
        case .codeWrong: "pager_code_wrong"
        case .codeExpired: "pager_code_expired"
        case .triesOver: "pager_tries_over"
        }
    }
}
