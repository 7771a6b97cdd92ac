import AnswerFiles
import Clinic
import Questionnaires
import StrictJSON

extension IntakeJudge {
    /// A line with a FHIR R4 `QuestionnaireResponse` to the intake, or to one of its instruments alone. Who answered may stand in it as a contained Patient; an
    /// intake alone does not tell the age, so that E1 is then left to whoever knows the record.
    package func judge(response record: RecordReader.Record) -> JudgedLine {
        func unreadable(_ path: String, _ code: String, _ message: String) -> JudgedLine {
            JudgedLine(
                record.number, unreadable: .init(path: path, code: code, message: message, question: nil))
        }
        if record.fault != nil { return unreadable("", "tooLong", "The line is too long.") }
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: record.bytes)
        } catch {
            return unreadable(error.pointer.description, error.reason.rawValue, "\(error)")
        }
        guard var object = value.objectValue else {
            return unreadable("", JSONProblem.Code.wrongType, "The line is no QuestionnaireResponse.")
        }
        var head = Head(number: record.number, ref: Self.ref(of: value))
        head.tellsAge = false
        head.person = Self.person(in: value)
        object["contained"] = nil
        // What is not finished may still be judged as far as it goes.
        let isUnfinished = value["status"] == "in-progress"
        if isUnfinished { object["status"] = "completed" }
        let more =
            isUnfinished
            ? [
                JudgedLine.Problem(
                    path: "/status", code: Gap.unfinished, message: "The answers are still in progress.",
                    question: nil)
            ] : []
        if let canonical = value["questionnaire"]?.stringValue, let instrument = instruments[canonical] {
            return judge(.object(object), to: instrument, head, more: more)
        }
        let examined = form.questionnaire.examine(.object(object))
        return judge(examined, head, more: more) { $0.pointer.description }
    }

    /// Its identifier, else its id, else whom it is about.
    private static func ref(of response: JSONValue) -> String? {
        let names = [
            response["identifier"]?["value"], response["id"], response["subject"]?["reference"],
            response["subject"]?["identifier"]?["value"],
        ]
        let name = names.compactMap { $0?.stringValue }.first { !$0.isEmpty }
        return name.map { String($0.prefix(200)) }
    }

    private static func person(in response: JSONValue) -> JudgedLine.Person {
        var person = JudgedLine.Person()
        person.subject = response["subject"]?["reference"]?.stringValue
        let contained = (response["contained"]?.arrayValue ?? []).filter { $0["resourceType"] == "Patient" }
        let named = contained.first { patient in
            patient["id"]?.stringValue.map { "#\($0)" == person.subject } ?? false
        }
        guard let patient = named ?? contained.first else { return person }
        person.birthDate = patient["birthDate"]?.stringValue.flatMap { LocalDate($0) }
        let address = patient["address"]?.arrayValue?.first
        person.state = address?["state"]?.stringValue.flatMap { StateCode($0) }
        return person
    }
}
