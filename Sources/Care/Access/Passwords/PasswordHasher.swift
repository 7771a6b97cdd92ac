/// Hashes and checks passwords, at most two at once (decisions.md, Access): each takes 128 MiB and about 0.3 s, so
/// a storm of sign-ins must meet a queue and then a `busy`, not the end of the memory.
package struct PasswordHasher: Sendable {
    private let parameters: PasswordHash.Parameters
    private let limit: WorkLimit

    package init(
        parameters: PasswordHash.Parameters = .standard,
        limit: WorkLimit = WorkLimit(atOnce: 2, places: 16, patience: .seconds(5))
    ) {
        self.parameters = parameters
        self.limit = limit
    }

    /// The hash to store of a password that has passed `PasswordRule`.
    package func hash(_ password: String) async throws -> PasswordHash {
        try await limited { [parameters] in try PasswordHash(of: password, parameters: parameters) }
    }

    /// Whether `password` is the one behind `hash`. With no hash, because there is no such account, the answer is
    /// no after the same work.
    package func isRight(_ password: String, for hash: PasswordHash?) async throws -> Bool {
        let presented = PasswordRule.isReadable(password) ? password : ""
        let fits = try await limited { [parameters] in
            try (hash ?? .decoy(parameters: parameters)).matches(presented)
        }
        return hash != nil && fits
    }

    private func limited<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        do {
            return try await limit.run(work)
        } catch is WorkLimit.Refused {
            throw AccessRefusal.busy
        }
    }
}
