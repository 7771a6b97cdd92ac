import CareSupport
import Clinic

extension OnceOutcome {
    /// The answer of something that happened now.
    var value: Answer {
        get throws {
            guard case .fresh(let answer, _) = self else { throw TestClinic.Unexpected() }
            return answer
        }
    }
}
