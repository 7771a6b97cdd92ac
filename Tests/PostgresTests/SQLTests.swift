import Testing

@testable import Postgres

/// SQL by interpolation.
struct `A statement` {
    @Test func `binds what is interpolated and never pastes it`() {
        let name = "'; DROP TABLE patient; --"
        let sql: SQL = "SELECT id FROM patient WHERE name = \(name) AND age > \(18)"
        #expect(sql.text == "SELECT id FROM patient WHERE name = $1 AND age > $2")
        #expect(sql.parameters.types == [PostgresType.text.oid, PostgresType.int8.oid])
    }

    @Test func `renumbers the values of a fragment`() {
        let filter: SQL = "state = \("open") AND zone = \("UTC")"
        let sql: SQL = "SELECT \(1) WHERE \(fragment: filter) AND \(true) OR \(fragment: "false")"
        #expect(sql.text == "SELECT $1 WHERE state = $2 AND zone = $3 AND $4 OR false")
        #expect(sql.parameters.lengths == [8, 4, 3, 1])
        #expect(sql.parameters.bytes.contents.count == 16)
    }

    @Test func `pastes only what is called unsafe`() {
        let sql: SQL = "SELECT * FROM \(unsafe: "patient") WHERE id = \(7)"
        #expect(sql.text == "SELECT * FROM patient WHERE id = $1")
    }

    @Test func `tells NULL from an empty text`() {
        let sql: SQL = "SELECT \(String?.none), \("")"
        #expect(sql.parameters.lengths == [-1, 0])
    }
}
