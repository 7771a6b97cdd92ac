import StrictJSON

extension Call {
    /// The body as JSON, strictly read: 400 with offset and pointer where it is none.
    package func json() throws(Rejection) -> JSONValue {
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw Rejection(.malformedJSON, fields: [JSONProblem(error)])
        }
    }

    /// The body as one object of the contract. `read` takes the fields and makes the value; everything that is
    /// wrong is answered at once, what it did not ask for included.
    ///
    ///     let note = try call.read { body in
    ///         let text = body.text("note", length: 1...2000)
    ///         return body.made { text.value }
    ///     }
    package func read<Value>(_ read: (inout JSONReader) -> Value?) throws -> Value {
        var reader = JSONReader(try json())
        let value = read(&reader)
        try reader.finish()
        // A reader that makes nothing of a faultless body is a mistake of ours, but no body may stop the server.
        guard let value else { throw Rejection(.internalError) }
        return value
    }
}
