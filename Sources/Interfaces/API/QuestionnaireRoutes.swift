import Access
import CarePath
import Clinic
import Foundation
import HTTPTypes
import Questionnaires
import StrictJSON

/// The questionnaires in use, in FHIR R4 JSON. They are the same for everybody, so caches may keep them.
package struct QuestionnaireRoutes: RouteTopic {
    let library: QuestionnaireLibrary

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/questionnaires", "The questionnaires in use, without their items.",
                permission: .anyone,
                answers: [.fhirJSON, .json], caching: .revalidate
            ) { _ in
                Answer(body: Data(library.bundle.bytes))
            },
            Route(
                .get, "/v1/questionnaires/{slug}", "One questionnaire, byte for byte as it was approved.",
                permission: .anyone, query: [.version], answers: [.fhirJSON, .json], caching: .revalidate
            ) { call in
                let slug = call.text("slug")
                let version = try call.query.text(.version, longest: 100)
                let found = version.map { library[slug: slug, version: $0] } ?? library[slug: slug]
                guard let published = found else { throw NotFound() }
                return Answer(body: Data(published.file.bytes))
            },
        ]
    }
}

extension QueryParameter {
    /// Of a questionnaire; without it, the current one.
    fileprivate static let version: QueryParameter = "version"
}

extension QuestionnaireLibrary {
    /// A FHIR searchset of summaries: each entry is marked as not whole, so that nobody fills it in.
    fileprivate var bundle: JSONValue {
        [
            "resourceType": "Bundle", "type": "searchset", "total": .number(JSONNumber(all.count)),
            "entry": .array(all.map(\.entry)),
        ]
    }
}

extension PublishedQuestionnaire {
    fileprivate var entry: JSONValue {
        [
            "fullUrl": .string(questionnaire.url ?? canonical), "resource": summary,
            "search": ["mode": "match"],
        ]
    }

    private var summary: JSONValue {
        let whole = questionnaire.json.objectValue ?? JSONObject()
        let kept = [
            "resourceType", "id", "url", "version", "name", "title", "_title", "status", "date",
            "subjectType",
        ]
        var summary = JSONObject(whole.members.filter { kept.contains($0.name) })
        summary["meta"] = [
            "tag": [
                ["system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"]
            ]
        ]
        return .object(summary)
    }
}
