import Access
import CarePath
import Clinic
import Foundation
import HTTPTypes
import StrictJSON

/// Scores for charts elsewhere, in FHIR R4.
package struct ObservationRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/me/observations", "One's own scores, as a FHIR searchset.", permission: .ownRecord,
                answers: [.fhirJSON, .json]
            ) { call in
                let found = try await care.observations(of: call.ownID(), in: call.language, by: call.actor)
                return Answer(body: Data(found.bytes))
            },
            Route(
                .get, "/v1/staff/patients/{patient}/observations", "A patient's scores, as a FHIR searchset.",
                permission: .readPatients, answers: [.fhirJSON, .json]
            ) { call in
                let found = try await care.observations(
                    of: call.patient(care), in: call.language, by: call.actor)
                return Answer(body: Data(found.bytes))
            },
        ]
    }
}
