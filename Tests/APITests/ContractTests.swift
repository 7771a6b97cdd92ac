import API
import Access
import Foundation
import HTTPTypes
import Testing
import Wire
import Yams

/// Routes and contract are the same list, told twice: what one says, the other says too.
@Suite struct `The contract` {
    let contract: ContractDocument
    let routes: [Route]

    init() async throws {
        contract = try ContractDocument.load()
        routes = try await RealRoutes.table().routes
    }

    private func operation(of route: Route) throws -> ContractDocument.Operation {
        try #require(
            contract.paths[route.path.description]?[route.method.rawValue.lowercased()],
            "\(route.method) \(route.path) is not in the contract")
    }

    @Test func `names every route, and no other`() {
        let written = contract.paths.flatMap { path, operations in operations.keys.map { "\($0) \(path)" } }
        let real = routes.map { "\($0.method.rawValue.lowercased()) \($0.path)" }
        #expect(Set(written) == Set(real))
        #expect(real.count == Set(real).count)
    }

    @Test func `says who may, how often, and in which words`() throws {
        for route in routes {
            let operation = try operation(of: route)
            #expect(operation.permission == route.permission.rawValue, "\(route.path)")
            #expect(operation.limit == route.limit.rawValue, "\(route.path)")
            #expect(operation.summary == route.summary, "\(route.path)")
            #expect(operation.security.isEmpty == !route.needsCaller, "\(route.path)")
        }
    }

    @Test func `knows the parameters of each path and query`() throws {
        for route in routes {
            let parameters = contract.parameters(of: try operation(of: route))
            func names(_ place: String) -> Set<String> {
                Set(parameters.filter { $0.in == place }.map(\.name))
            }
            let inPath = route.path.description.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().prefix { $0 != "}" }) }
            #expect(names("path") == Set(inPath), "\(route.path)")
            #expect(names("query") == Set(route.query.map(\.name)), "\(route.path)")
        }
    }

    @Test func `knows where a key and where a version is asked for`() throws {
        for route in routes {
            let headers = contract.parameters(of: try operation(of: route)).filter { $0.in == "header" }
            let key = headers.first { $0.name == "Idempotency-Key" }
            switch route.idempotency {
            case .none: #expect(key == nil, "\(route.path)")
            case .accepted: #expect(key?.required == false, "\(route.path)")
            case .required: #expect(key?.required == true, "\(route.path)")
            }
            #expect(headers.contains { $0.name == "If-Match" } == route.demandsIfMatch, "\(route.path)")
        }
    }

    @Test func `knows the forms of what is sent and answered`() throws {
        for route in routes {
            let operation = try operation(of: route)
            let sent = Set(operation.requestBody?.content?.keys.map(\.self) ?? [])
            switch route.body {
            case .none: #expect(sent.isEmpty, "\(route.path)")
            case .json: #expect(sent == ["application/json"], "\(route.path)")
            case .fhir: #expect(sent == ["application/json", "application/fhir+json"], "\(route.path)")
            }
            let success = try #require(operation.responses["\(route.success.code)"], "\(route.path)")
            let answered = Set(success.content?.keys.map(\.self) ?? [])
            let expected = route.success == .noContent ? [] : route.answers.map(\.rawValue)
            #expect(answered == Set(expected), "\(route.path)")
        }
    }

    @Test func `names every status that the door itself can give`() throws {
        for route in routes {
            let written = Set(try operation(of: route).responses.keys.compactMap { Int($0) })
            let given = route.statusesOfTheDoor
            #expect(given.isSubset(of: written), "\(route.path) lacks \(given.subtracting(written).sorted())")
            let others = written.subtracting(given).subtracting([304, 404, 409, 410, 503, route.success.code])
            let proving: Set<Int> = [.signIn, .webhooks].contains(route.limit) ? [401] : []
            #expect(others.isSubset(of: proving), "\(route.path) has \(others.sorted())")
        }
    }

    @Test func `lists every code with its status`() throws {
        let listed = try #require(contract.components.schemas["ProblemCode"])
        #expect(listed.values == ProblemCode.allCases.map(\.rawValue))
        let statuses = ProblemCode.allCases.map { ($0.rawValue, $0.status.code) }
        #expect(listed.statuses == Dictionary(uniqueKeysWithValues: statuses))
    }

    @Test func `has examples that are what the types read and write`() throws {
        let root = try #require(try Yams.compose(yaml: ContractDocument.text))
        let schemas = try #require(root["components"]?["schemas"]?.mapping)
        for (name, type) in Self.types {
            let example = try #require(schemas[Node(name)]?["examples"]?.sequence?.first, "\(name)")
            let value = try YAMLDecoder().decode(type, from: Yams.serialize(node: example))
            let written = try #require(
                try Yams.compose(yaml: String(decoding: JSONEncoder().encode(value), as: UTF8.self)))
            #expect(keys(of: written) == keys(of: example), "\(name)")
        }
    }

    /// Every name of a member, with its path.
    private func keys(of node: Node, at path: String = "") -> Set<String> {
        if let mapping = node.mapping {
            return mapping.reduce(into: []) { all, pair in
                let place = "\(path)/\(pair.key.string ?? "")"
                all.formUnion(keys(of: pair.value, at: place).union([place]))
            }
        }
        return (node.sequence ?? []).reduce(into: []) { $0.formUnion(keys(of: $1, at: path)) }
    }

    private static let types: [(String, any (Codable & Sendable).Type)] = [
        ("Problem", Problem.self), ("FieldProblem", FieldProblem.self), ("ProgramAnswer", ProgramAnswer.self),
        ("WaitlistRequest", WaitlistRequest.self), ("WaitlistAnswer", WaitlistAnswer.self),
        ("ServedStateRequest", ServedStateRequest.self), ("ServedStateAnswer", ServedStateAnswer.self),
        ("ScreeningAnswer", ScreeningAnswer.self), ("RegistrationRequest", RegistrationRequest.self),
        ("CodeSent", CodeSent.self), ("CodeRequest", CodeRequest.self), ("CodeGrant", TokenRequest.self),
        ("RefreshGrant", TokenRequest.self), ("PasswordGrant", TokenRequest.self),
        ("TokenAnswer", TokenAnswer.self),
        ("RevokeRequest", RevokeRequest.self), ("EnrolmentRequest", EnrolmentRequest.self),
        ("EnrolmentAnswer", EnrolmentAnswer.self), ("EnrolmentCompletion", EnrolmentCompletion.self),
        ("PatientAnswer", PatientAnswer.self), ("PatientPatch", PatientPatch.self),
        ("ChartAnswer", ChartAnswer.self), ("ChartCourse", ChartCourse.self),
        ("DecisionAnswer", DecisionAnswer.self), ("DecisionPage", Page<DecisionAnswer>.self),
        ("DoseChangeAnswer", DoseChangeAnswer.self), ("StaffDoseChange", StaffDoseChange.self),
        ("StaffDoseChangePage", Page<StaffDoseChange>.self), ("DoseRequest", DoseRequest.self),
        ("PauseRequest", PauseRequest.self), ("ProgressAnswer", ProgressAnswer.self),
        ("NextSteps", NextSteps.self), ("TimelinePage", Page<TimelineEntry>.self),
        ("SessionPage", Page<SessionAnswer>.self), ("StaffAnswer", StaffAnswer.self),
        ("OwnRefillReviewAnswer", OwnRefillReviewAnswer.self), ("NextFillAnswer", NextFillAnswer.self),
        ("RefillReviewRequest", RefillReviewRequest.self), ("CountRequest", CountRequest.self),
        ("CountAnswer", CountAnswer.self), ("CountPage", Page<CountAnswer>.self),
        ("SupplyEventRequest", SupplyEventRequest.self), ("SupplyAnswer", SupplyAnswer.self),
        ("RefillReviewAnswer", RefillReviewAnswer.self), ("RefillReviewPage", Page<RefillReviewAnswer>.self),
        ("RefillDecisionRequest", RefillDecisionRequest.self),
        ("RefillPacketAnswer", RefillPacketAnswer.self),
        ("WorkItem", WorkItem.self),
        ("QueueAnswer", QueueAnswer.self), ("SnoozeRequest", SnoozeRequest.self),
        ("HandOverRequest", HandOverRequest.self), ("ResolveRequest", ResolveRequest.self),
        ("PatientSearch", PatientSearch.self), ("PatientHitPage", Page<PatientHit>.self),
        ("InvitationRequest", InvitationRequest.self), ("InvitationAnswer", InvitationAnswer.self),
        ("StaffAccountPage", Page<StaffAccount>.self), ("GrantRequest", GrantRequest.self),
        ("GrantAnswer", GrantAnswer.self), ("HealthAnswer", HealthAnswer.self),
        ("AdvanceRequest", AdvanceRequest.self), ("DevClockAnswer", DevClockAnswer.self),
        ("SunkMessagePage", Page<SunkMessage>.self), ("DevPersonRequest", DevPersonRequest.self),
        ("PrescriptionAnswer", PrescriptionAnswer.self), ("OwnPrescription", OwnPrescription.self),
        ("PrescriptionPage", Page<PrescriptionAnswer>.self),
        ("OwnPrescriptionPage", Page<OwnPrescription>.self),
        ("PrescriptionDraftRequest", PrescriptionDraftRequest.self),
        ("PrescriptionChangeRequest", PrescriptionChangeRequest.self), ("SignRequest", SignRequest.self),
        ("ReasonRequest", ReasonRequest.self), ("CancelAnswerRequest", CancelAnswerRequest.self),
        ("SignatureAnswer", SignatureAnswer.self),
        ("MonitoringRequest", MonitoringRequest.self), ("MonitoringAnswer", MonitoringAnswer.self),
        ("ProtocolAnswer", ProtocolAnswer.self), ("ProtocolPage", Page<ProtocolAnswer>.self),
        ("ProtocolApprovalRequest", ProtocolApprovalRequest.self),
        ("DevPeopleAnswer", DevPeopleAnswer.self), ("PharmacyRequest", PharmacyRequest.self),
        ("PharmacyLicenceRequest", PharmacyLicenceRequest.self),
        ("PharmacyProductRequest", PharmacyProductRequest.self),
        ("PharmacyCredentialsRequest", PharmacyCredentialsRequest.self), ("PharmacyLine", PharmacyLine.self),
        ("PharmacyAnswer", PharmacyAnswer.self), ("OrderAnswer", OrderAnswer.self),
        ("OrderExplanationAnswer", OrderExplanationAnswer.self), ("OwnOrder", OwnOrder.self),
        ("ReleaseRequest", ReleaseRequest.self), ("OrderReasonRequest", OrderReasonRequest.self),
        ("RerouteRequest", RerouteRequest.self), ("SettleRequest", SettleRequest.self),
        ("FillAnswer", FillAnswer.self),
        ("ConsultTime", ConsultTime.self), ("ConsultTimePage", Page<ConsultTime>.self),
        ("ConsultAnswer", ConsultAnswer.self), ("ConsultPage", Page<ConsultAnswer>.self),
        ("ConsultHoldRequest", ConsultHoldRequest.self),
        ("ConsultCancelRequest", ConsultCancelRequest.self),
        ("ConsultMoveRequest", ConsultMoveRequest.self),
        ("ConsultStartRequest", ConsultStartRequest.self), ("ConsultCompletion", ConsultCompletion.self),
        ("AddendumRequest", AddendumRequest.self), ("NoShowRequest", NoShowRequest.self),
        ("StateCredential", StateCredentialAnswer.self), ("PrescriberAnswer", PrescriberAnswer.self),
        ("PrescriberPage", Page<PrescriberAnswer>.self),
        ("PrescriberProfileRequest", PrescriberProfileRequest.self), ("HoursRequest", HoursRequest.self),
        ("ExceptionRequest", ExceptionRequest.self),
        ("IntakeAnswer", IntakeAnswer.self),
        ("EligibilityAnswer", EligibilityAnswer.self),
        ("ConsentsAnswer", ConsentsAnswer.self),
        ("ConsentRequest", ConsentRequest.self),
        ("IntakeReviewAnswer", IntakeReviewAnswer.self),
        ("IntakeVersionsAnswer", IntakeVersionsAnswer.self),
        ("IntakeReturnRequest", IntakeReturnRequest.self),
        ("MedicationResolveRequest", MedicationResolveRequest.self),
        ("EligibilityChart", EligibilityChart.self),
        ("EligibilityAnswerRequest", EligibilityAnswerRequest.self),
        ("ClearanceReceivedRequest", ClearanceReceivedRequest.self),
        ("FlagAnswer", FlagAnswer.self),
        ("FlagCloseRequest", FlagCloseRequest.self),
        ("FlagPage", Page<FlagAnswer>.self),
        ("FlagSheetAnswer", FlagSheetAnswer.self), ("FlagSeverityRequest", FlagSeverityRequest.self),
        ("ShiftAnswer", ShiftAnswer.self), ("RotaAnswer", RotaAnswer.self),
        ("ShiftRequest", ShiftRequest.self),
        ("PagerRequest", PagerRequest.self), ("PagerProofRequest", PagerProofRequest.self),
        ("PagerAnswer", PagerAnswer.self), ("DeadlineReportAnswer", DeadlineReportAnswer.self),
        ("ShipmentAnswer", ShipmentAnswer.self), ("ShipmentPage", Page<ShipmentAnswer>.self),
        ("StaffShipmentAnswer", StaffShipmentAnswer.self),
        ("StaffShipmentPage", Page<StaffShipmentAnswer>.self),
        ("ReceivedRequest", ReceivedRequest.self), ("MarkShipmentRequest", MarkShipmentRequest.self),
        ("StartRequest", StartRequest.self), ("TreatmentAnswer", TreatmentAnswer.self),
        ("WebhookSecretRequest", WebhookSecretRequest.self),
        ("WebhookSecretAnswer", WebhookSecretAnswer.self),
        ("WebhookCheckAnswer", WebhookCheckAnswer.self), ("WebhookMessage", WebhookMessage.self),
        ("WebhookMessagePage", Page<WebhookMessage>.self),
        ("MoveAddress", RegistrationRequest.Address.self),
        ("MoveRequest", MoveRequest.self),
        ("MoveConsequence", MoveAnswer.Consequence.self),
        ("MoveAnswer", MoveAnswer.self),
        ("AddressAnswer", AddressAnswer.self),
        ("AddressPage", Page<AddressAnswer>.self),
        ("ContactChangeRequest", ContactChangeRequest.self),
        ("ContactProofRequest", ContactProofRequest.self),
        ("ContactRecoveryRequest", ContactRecoveryRequest.self),
        ("ContactChangeAnswer", ContactChangeAnswer.self),
        ("CorrectionRequest", CorrectionRequest.self),
        ("CorrectionAnswer", CorrectionAnswer.self),
        ("CorrectionPage", Page<CorrectionAnswer>.self),
        ("MergeRequest", MergeRequest.self),
        ("MergeAnswer", MergeAnswer.self),
        ("MergePage", Page<MergeAnswer>.self),
        ("PreferencesAnswer", PreferencesAnswer.self),
        ("PreferencesPatch", PreferencesPatch.self),
        ("PatientRequestRequest", PatientRequestRequest.self),
        ("PatientRequestAnswer", PatientRequestAnswer.self),
        ("PatientRequestPage", Page<PatientRequestAnswer>.self),
        ("RequestResolution", RequestResolution.self),
        ("CloseRequest", CloseRequest.self),
        ("ClosingAnswer", ClosingAnswer.self),
        ("DisclosureLine", DisclosureLine.self),
        ("DisclosurePage", Page<DisclosureLine>.self),
    ]
}

extension Route {
    /// What any request to this route may meet before its handler sees it, and from the platform.
    fileprivate var statusesOfTheDoor: Set<Int> {
        var statuses: Set<Int> = [success.code, 400, 406, 500]
        if needsCaller { statuses.formUnion([401, 403]) }
        if path.description.contains("{") { statuses.insert(404) }
        if method != .get { statuses.formUnion([408, 413]) }
        if body != .none { statuses.formUnion([415, 422]) }
        if idempotency != .none { statuses.formUnion([409, 422]) }
        if demandsIfMatch { statuses.formUnion([412, 428]) }
        if caching == .revalidate { statuses.insert(304) }
        if limit != .unlimited { statuses.insert(429) }
        if path.description.hasPrefix("/v1") { statuses.insert(503) }
        return statuses
    }
}
