/// `POST /dev/people`, in `lozenged dev` only: a made-up person, taken along the path to a stage.
package struct DevPersonRequest: Codable, Sendable {
    /// One of those that `GET /dev/people` names.
    package var stage: String

    package init(stage: String) { self.stage = stage }
}

/// `GET /dev/people`: somebody made up, with all one needs to sign in as them.
package struct DevPerson: Codable, Sendable {
    package var id: String
    package var handle: String
    package var name: String
    /// `patient` or `staff`.
    package var kind: String
    /// Where a patient is on the path; a staff member's roles, separated by commas.
    package var stage: String
    package var email: String
    /// Of staff only; a patient signs in with the code `000000`.
    package var password: String?
    /// Of staff only, in base 32.
    package var totpSecret: String?
    /// What the authenticator shows at the program's time; `GET /dev/people` alone says it.
    package var code: String?

    package init(
        id: String, handle: String, name: String, kind: String, stage: String, email: String,
        password: String? = nil, totpSecret: String? = nil
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self.kind = kind
        self.stage = stage
        self.email = email
        self.password = password
        self.totpSecret = totpSecret
    }
}

/// Everybody made up so far, and the stages that somebody can be made for.
package struct DevPeopleAnswer: Codable, Sendable {
    package var stages: [String]
    package var items: [DevPerson]

    package init(stages: [String], items: [DevPerson]) {
        self.stages = stages
        self.items = items
    }
}
