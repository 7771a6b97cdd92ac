import Clinic
import Clocks
import Foundation
import Postgres
import Sealing
import Testing

@testable import Access

extension Keyring {
    /// The same keys each time.
    static var forTests: Keyring { get throws { try with(7) } }

    /// Another installation's.
    static var other: Keyring { get throws { try with(8) } }

    private static func with(_ byte: UInt8) throws -> Keyring {
        func key(_ byte: UInt8) -> String { Data(repeating: byte, count: 32).base64EncodedString() }
        return try Keyring(reading: "search:\(key(byte))\ntest:\(key(byte &+ 100))")
    }
}

/// `count` clients at once; their answers in no order.
func race<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: Answer.self) { group in
        for number in 0..<count { group.addTask { try await body(number) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}

/// The moment at which the tests of this target play.
let start = Instant(microsecondsSince1970: 1_795_277_640_000_000)

extension Database {
    /// A transaction of a test.
    @discardableResult
    func run<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value
    {
        try await transaction(by: Actor.system("test"), body)
    }

    /// How many rows a table has that match.
    func count(_ table: String, where condition: SQL = "true") async throws -> Int {
        try await read(
            by: Actor.system("test"),
            "SELECT count(*) AS number FROM \(unsafe: table) WHERE \(fragment: condition)",
            "test.count"
        ) { try $0["number"] as Int }[0]
    }

    /// A patient's account with fresh addresses.
    func openPatient(
        email: String = "\(UUID())@example.org", phone: String = freshPhone()
    ) async throws -> (id: UUID, email: SignInAddress, phone: SignInAddress) {
        let id = UUID()
        let (email, phone) = (try #require(EmailAddress(email)), try #require(PhoneNumber(phone)))
        let opening = try await run { connection in
            try PatientAccount.open(
                id: id, email: email, phone: phone, keyring: try .forTests, on: connection, now: start)
        }
        #expect(opening == .opened)
        return (id, .email(email), .text(phone))
    }

    /// Somebody of the care team at work, with roles in force.
    func openStaff(_ roles: Role...) async throws -> UUID {
        let id = UUID()
        let email = try #require(EmailAddress("\(id)@care.example"))
        let (granting, approving) =
            roles.contains(where: { $0 != .administrator })
            ? (try await openStaff(.administrator), try await openStaff(.administrator)) : (id, id)
        try await run { connection in
            _ = try StaffMember.open(
                id: id, name: "Ana Ramírez", email: email, state: .active, keyring: try .forTests,
                on: connection,
                now: start)
            for role in roles {
                var grant =
                    role == .administrator
                    ? RoleGrant(firstAdministrator: id, now: start)
                    : try RoleGrant(of: role, to: id, by: granting, now: start)
                #expect(try grant.insert(on: connection))
                if role.signs {
                    #expect(try grant.approve(by: approving))
                    try grant.save(on: connection, now: start)
                }
            }
        }
        return id
    }
}

/// A test's own preparation went wrong.
struct Unexpected: Error {}

/// A number of the North American plan that nothing else in the tests has.
func freshPhone() -> String { "+1602\(Int.random(in: 2_000_000...9_999_999))" }
