/// The rules, each with what it is good for in its name.
extension Rule {
    static let all = time + database + safety + tidiness

    private static let time = [
        Rule(
            name: "time comes from a clock that was passed in, never from the host behind one's back",
            holds: Places.sources,
            except: [
                "Sources/Platform/Clocks/ProgramClock.swift": "the host's clock itself",
                "Sources/Platform/Telemetry/JSONLogHandler.swift": "a log line says when it was written",
                "Sources/Platform/Telemetry/ProcessFigures.swift": "how much the processor has worked",
            ],
            pattern:
                #"\bDate\(\)|\bDate\.now\b|timeIntervalSinceNow|clock_gettime|gettimeofday|\btime\(nil\)"#,
            catches: "let due = Date()",
            spares: "let due = clock.now // not Date()"),
        Rule(
            name: "SQL is given the time, it never asks for it",
            view: .uncommented,
            holds: Places.queries,
            pattern:
                #"(?i)\bnow\(\)|current_timestamp|current_date|localtimestamp|(statement|transaction)_timestamp"#,
            catches: "\"UPDATE job SET run_at = now()\"",
            spares: "\"UPDATE job SET run_at = \\(now), leased_until = clock_timestamp()\""),
        Rule(
            name: "a test waits for a signal, it never sleeps",
            holds: Places.tests,
            pattern: #"\bsleep\(|Task\.sleep|\busleep\b|nanosleep|Thread\.sleep|asyncAfter"#,
            catches: "try await Task.sleep(for: .seconds(1))",
            spares: "await signal.arrives() // no Task.sleep"),
    ]

    private static let database = [
        Rule(
            name: "SQL stands in files named Type+SQL.swift",
            view: .uncommented,
            holds: Places.withoutQueries,
            pattern: #"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE [a-z_]+ SET|ON CONFLICT|FOR UPDATE)\b"#,
            catches: "connection.fetch(\"SELECT id FROM patient\")",
            spares: "// SELECT is what the query does"),
        Rule(
            name: "SQL binds; its raw way is the platform's alone",
            view: .uncommented,
            holds: { $0.hasPrefix("Sources/") && !$0.hasPrefix("Sources/Platform/") },
            pattern: #"\\\(unsafe:"#,
            catches: #""SELECT \(unsafe: column)""#,
            spares: #""SELECT \(column)""#),
    ]

    private static let safety = [
        Rule(
            name: "no crash that says nothing",
            holds: Places.everywhere,
            pattern: #"\btry!|\bas!|\bfatalError\("#,
            catches: "let row = value as! Row",
            spares: "preconditionFailure(\"a claimed job has an owner, try! as! fatalError(\")"),
        Rule(
            name: "no task that nobody waits for",
            holds: Places.everywhere,
            pattern: #"\bTask\.detached\b"#,
            catches: "Task.detached { await work() }",
            spares: "group.addTask { await work() }"),
        Rule(
            name: "JSON goes through StrictJSON or Codable",
            holds: Places.everywhere,
            except: [
                "Tests/StrictJSONTests/WritingTests.swift": "an outside judge of what StrictJSON writes",
                "Tests/TelemetryTests/JSONLogTests.swift": "an outside judge of what a log line is",
            ],
            pattern: #"\bJSONSerialization\b"#,
            catches: "try JSONSerialization.jsonObject(with: data)",
            spares: "try JSONDecoder().decode(Row.self, from: data)"),
        Rule(
            name: "only programs print; the rest logs",
            holds: Places.libraries,
            pattern: #"(^|[^.\w])(print|debugPrint|dump)\("#,
            catches: "    print(patient)",
            spares: "    logger.info(\"print(\")"),
    ]

    private static let tidiness = [
        Rule(
            name: "nothing is left for later in a comment",
            view: .everything,
            holds: Places.outsideTheseRules,
            pattern: #"\b(TODO|FIXME|XXX|HACK)\b"#,
            catches: "// TODO: the other half",
            spares: "// the other half is in Shipments"),
        Rule(
            name: "symbols are shared within the package, not beyond",
            holds: Places.sources,
            pattern:
                #"(^|\s)(public|open)\s+(struct|class|enum|actor|protocol|func|init|var|let|static|typealias)"#,
            catches: "public struct Patient {",
            spares: "package struct Patient {"),
    ]
}
