import StrictJSON

/// A fault as it is ordered on the control page.
struct FaultOrder {
    let kind: SandboxFaults.Kind
    let operation: SandboxFaults.Operation
    let count: Int

    private enum Name: String, CaseIterable {
        case delay, error500, error500AfterSuccess, timeoutAfterSuccess
        case triage, reject, noSigner, lost
        case duplicate, reorder, wrongSignature, unknownStatus
    }

    init(_ json: JSONValue) throws(JSONProblems) {
        var reader = JSONReader(json)
        let operation = reader.option("operation", of: SandboxFaults.Operation.self)
        let name = reader.option("kind", of: Name.self)
        let milliseconds = reader.optionalInteger("milliseconds", in: 1...600_000)
        let code = reader.optionalString("code", length: 1...40)
        let count = reader.optionalInteger("count", in: 1...1_000_000)
        try reader.finish()
        self.operation = operation.value
        self.count = count.value ?? 1
        kind =
            switch name.value {
            case .delay: .delay(.milliseconds(milliseconds.value ?? 1000))
            case .error500: .error500
            case .error500AfterSuccess: .error500AfterSuccess
            case .timeoutAfterSuccess: .timeoutAfterSuccess
            case .triage: .triage(code: code.value ?? "badAddress")
            case .reject: .reject(code: code.value ?? "outOfStock")
            case .noSigner: .noSigner
            case .lost: .lost
            case .duplicate: .duplicate
            case .reorder: .reorder
            case .wrongSignature: .wrongSignature
            case .unknownStatus: .unknownStatus
            }
    }
}
