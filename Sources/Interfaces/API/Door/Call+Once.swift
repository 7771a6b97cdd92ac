import Clinic
import Crypto
import Foundation
import HTTPTypes

extension Call {
    /// The caller's idempotency key, in the form that is compared.
    package var idempotencyKey: String? {
        get throws(Rejection) { try IdempotencyKey.read(headers, isAnonymous: caller == nil) }
    }

    /// Does a thing once, however often this request arrives.
    ///
    /// - Parameters:
    ///   - encode: what the route answers to the effect's result. It runs inside the transaction, so it must not
    ///     wait for anything.
    ///   - effect: a function of the corridor, which gets the key.
    package func once<Result: Sendable>(
        _ encode: @escaping @Sendable (Result) throws -> Answer,
        _ effect: (Once<Result>?) async throws -> OnceOutcome<Result>
    ) async throws -> Answer {
        switch try await effect(try once(encode)) {
        case .fresh(let result, nil): try encode(result)
        case .fresh(_, let kept?): Answer(stored: kept, replayed: false)
        case .refused(_, let kept): Answer(stored: kept, replayed: false)
        case .replayed(let kept): Answer(stored: kept, replayed: true)
        }
    }

    private func once<Result: Sendable>(
        _ encode: @escaping @Sendable (Result) throws -> Answer
    ) throws -> Once<Result>? {
        guard route.idempotency != .none, let key = try idempotencyKey else { return nil }
        return Once(
            scope: "\(actor.databaseSetting) \(route.method.rawValue) \(path)", key: key, requestHash: hash
        ) {
            result in
            switch result {
            case .success(let value):
                return try encode(value).stored(for: route)
            case .failure(let error):
                let rejection = Rejection(of: error)
                guard rejection.code.mayBeKept else { throw error }
                return try rejection.answer(in: language, instance: requestID).stored(for: route)
            }
        }
    }

    /// SHA-256 of method, path and body, each ended so that none can pose as part of the next.
    private var hash: Data {
        var hash = SHA256()
        hash.update(data: Data("\(route.method.rawValue) \(path)\n".utf8))
        hash.update(data: body)
        return Data(hash.finalize())
    }
}
