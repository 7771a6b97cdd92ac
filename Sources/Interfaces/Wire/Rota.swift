/// One shift of the on-call rota.
package struct ShiftAnswer: Codable, Sendable {
    package var id: String
    /// `oc-7k2mq`.
    package var handle: String
    /// `prescriber` or `medicalDirector`.
    package var role: String
    package var person: WorkItem.Person
    /// Who is paged if that person does not answer.
    package var backup: WorkItem.Person?
    package var from: String
    package var to: String
    /// `planned`, `over` or `removed`.
    package var state: String

    package init(
        id: String, handle: String, role: String, person: WorkItem.Person, backup: WorkItem.Person?,
        from: String,
        to: String, state: String
    ) {
        self.id = id
        self.handle = handle
        self.role = role
        self.person = person
        self.backup = backup
        self.from = from
        self.to = to
        self.state = state
    }
}

/// `GET /v1/staff/rota`: who is on call between two moments, and when nobody is.
package struct RotaAnswer: Codable, Sendable {
    /// A time in which nobody of a role is on call.
    package struct Gap: Codable, Sendable {
        package var role: String
        package var from: String
        package var to: String

        package init(role: String, from: String, to: String) {
            self.role = role
            self.from = from
            self.to = to
        }
    }

    package var from: String
    package var to: String
    package var shifts: [ShiftAnswer]
    package var gaps: [Gap]

    package init(from: String, to: String, shifts: [ShiftAnswer], gaps: [Gap]) {
        self.from = from
        self.to = to
        self.shifts = shifts
        self.gaps = gaps
    }
}

/// `POST /v1/staff/rota/shifts`: puts somebody on call.
package struct ShiftRequest: Codable, Sendable {
    package var role: String
    /// Ids or handles of accounts.
    package var person: String
    package var backup: String?
    package var from: String
    package var to: String

    package init(role: String, person: String, backup: String?, from: String, to: String) {
        self.role = role
        self.person = person
        self.backup = backup
        self.from = from
        self.to = to
    }
}

/// `PUT /v1/staff/me/pager`: the number at which one wants to be called; a code goes there.
package struct PagerRequest: Codable, Sendable {
    package var phone: String

    package init(phone: String) { self.phone = phone }
}

/// `POST /v1/staff/me/pager/proof`: the code that came.
package struct PagerProofRequest: Codable, Sendable {
    package var code: String

    package init(code: String) { self.code = code }
}

/// Where one is called from now on.
package struct PagerAnswer: Codable, Sendable {
    /// Masked.
    package var phone: String
    package var provenAt: String

    package init(phone: String, provenAt: String) {
        self.phone = phone
        self.provenAt = provenAt
    }
}
