import Clinic
import Clocks
import Consults
import Foundation
import Sealing
import Support
import Testing

@Suite struct `What a calendar is told` {
    private func rules() throws -> VisitRules {
        try VisitRules(
            json: Data(contentsOf: Checkout.folder.appending(path: "Schema/protocols/consults.json")))
    }

    private func lines(
        _ consult: Consult, to attendee: String = "maya@example.org", in language: Language = .en
    ) throws -> [String] {
        let text = VisitInvitation(consult, to: attendee, rules: try rules(), in: language, now: monday).text
        #expect(text.hasSuffix("\r\n"))
        #expect(!text.replacing("\r\n", with: "").contains("\n"))
        // Unfolded: what begins with a blank belongs to the line before.
        return text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
    }

    @Test func `is one appointment through all its moves`() throws {
        let booked = visit(.booked)
        let first = try lines(booked)
        #expect(first.contains("METHOD:REQUEST"))
        #expect(first.contains("UID:\(booked.id)@meet.lozenge.example"))
        #expect(first.contains("SEQUENCE:0"))
        #expect(first.contains("DTSTART:20261123T150000Z"))
        #expect(first.contains("DTEND:20261123T153000Z"))
        #expect(first.contains("STATUS:CONFIRMED"))
        let moved = booked.moved(
            to: ID(at: monday), with: booked.prescriber,
            at: VisitTime(starts: monday + .hours(24), ends: monday + .hours(25), buffer: 0),
            heldUntil: monday)
        let second = try lines(moved)
        #expect(second.contains("UID:\(booked.id)@meet.lozenge.example"))
        #expect(second.contains("SEQUENCE:1"))
        #expect(second.contains("DTSTART:20261124T150000Z"))
        var off = moved
        _ = try off.cancel(notice: .hours(24), now: monday)
        let third = try lines(off)
        #expect(third.contains("METHOD:CANCEL"))
        #expect(third.contains("STATUS:CANCELLED"))
        #expect(third.contains("SEQUENCE:2"))
    }

    @Test func `names no treatment and no illness`() throws {
        for language in Language.allCases {
            let text = try lines(visit(.booked), in: language).joined(separator: " ").lowercased()
            for word in ["ketamin", "depress", "anxi", "ansiedad", "lozenge ", "prescri", "receta"] {
                #expect(!text.contains(word), "\(word)")
            }
        }
    }

    @Test func `is folded at 75 octets without cutting a letter, and escaped`() throws {
        let long = String(repeating: "ñandú", count: 30) + "@example.org"
        let text = VisitInvitation(visit(.booked), to: long, rules: try rules(), in: .es, now: monday).text
        for line in text.split(separator: "\r\n") { #expect(line.utf8.count <= 75, "\(line)") }
        #expect(try lines(visit(.booked), to: long).contains { $0.hasSuffix("mailto:\(long)") })
        #expect(
            try lines(visit(.booked)).contains {
                $0.hasPrefix("DESCRIPTION:Sign in to join. The link opens 15 minutes")
            })
    }
}

@Suite struct `The way into the video room` {
    private let keyring: Keyring
    private let rules: VisitRules

    init() throws {
        let key = Data(repeating: 7, count: 32).base64EncodedString()
        keyring = try Keyring(reading: "search:\(key)\ntest:\(key)")
        rules = try VisitRules(
            json: Data(contentsOf: Checkout.folder.appending(path: "Schema/protocols/consults.json")))
    }

    private func pass(
        _ consult: Consult, _ party: Consult.Party = .patient, at now: Instant
    ) throws -> RoomPass? {
        try RoomPass(to: consult, for: party, rules: rules, keyring: keyring, now: now)
    }

    private struct Claims: Decodable {
        let aud, iss, sub, room: String
        let nbf, exp: Int64
    }

    private func part(_ index: Int, of token: String) throws -> Data {
        let text = token.split(separator: ".")[index].replacing("-", with: "+").replacing("_", with: "/")
        return try #require(
            Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4)))
    }

    @Test func `opens a quarter of an hour before and closes with the visit`() throws {
        let consult = visit(.booked)
        #expect(try pass(consult, at: monday - .minutes(16)) == nil)
        #expect(try pass(consult, at: monday - .minutes(15)) != nil)
        #expect(try pass(consult, at: monday + .minutes(30)) == nil)
        #expect(try pass(visit(.cancelled(isLate: true)), at: monday) == nil)
    }

    @Test func `is a signed token of Jitsi's claims that names nobody`() throws {
        let consult = visit(.booked)
        let token = try #require(try pass(consult, at: monday)).token
        let claims = try JSONDecoder().decode(Claims.self, from: try part(1, of: token))
        #expect([claims.aud, claims.iss, claims.sub] == ["jitsi", "lozenge", "meet.lozenge.example"])
        #expect(claims.exp == consult.time.ends.secondsSince1970)
        #expect(claims.nbf == (consult.time.starts - .minutes(15)).secondsSince1970)
        let signed = token.split(separator: ".").prefix(2).joined(separator: ".")
        #expect(
            try part(2, of: token) == keyring.keyedHash(Data(signed.utf8), for: "consult_room_token"))
        #expect(String(decoding: try part(0, of: token), as: UTF8.self) == #"{"alg":"HS256","typ":"JWT"}"#)
        // Both come to one room, each with a token of their own.
        let other = try #require(try pass(consult, .prescriber, at: monday))
        #expect(other.url == (try pass(consult, at: monday))?.url)
        #expect(other.token != token)
    }
}
