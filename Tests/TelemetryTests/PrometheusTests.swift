import Metrics
import Telemetry
import Testing

@Suite struct `Metrics as Prometheus reads them` {
    let metrics = PrometheusMetrics(seriesLimit: 3)

    /// The rendered lines that belong to `name`.
    private func lines(_ name: String) -> [String] {
        metrics.render().split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(name) || $0.hasPrefix("# TYPE \(name)") }
    }

    @Test func `counters grow, under their own labels`() {
        let one = Counter(
            label: "webhook", dimensions: [("partner", "easypost"), ("answer", "2xx")], factory: metrics)
        let same = Counter(
            label: "webhook", dimensions: [("answer", "2xx"), ("partner", "easypost")], factory: metrics)
        one.increment()
        same.increment(by: 41)
        FloatingPointCounter(label: "cost_total", factory: metrics).increment(by: 1.5)
        #expect(
            lines("webhook") == [
                "# TYPE webhook_total counter", #"webhook_total{answer="2xx",partner="easypost"} 42"#,
            ])
        #expect(lines("cost") == ["# TYPE cost_total counter", "cost_total 1.5"])
    }

    @Test func `gauges and meters go up and down`() {
        Gauge(label: "jobs.ready", factory: metrics).record(7)
        let meter = Meter(label: "pool", factory: metrics)
        meter.increment(by: 5)
        meter.decrement(by: 2)
        #expect(lines("jobs") == ["# TYPE jobs_ready gauge", "jobs_ready 7"])
        #expect(lines("pool") == ["# TYPE pool gauge", "pool 3"])
    }

    @Test func `timers become histograms in seconds`() {
        let timer = Timer(label: "query_seconds", dimensions: [("statement", "a")], factory: metrics)
        timer.recordMilliseconds(1)
        timer.recordMilliseconds(3)
        timer.recordSeconds(60)
        let lines = lines("query_seconds")
        #expect(lines.first == "# TYPE query_seconds histogram")
        #expect(lines.contains(#"query_seconds_bucket{statement="a",le="0.001"} 1"#))
        #expect(lines.contains(#"query_seconds_bucket{statement="a",le="0.0025"} 1"#))
        #expect(lines.contains(#"query_seconds_bucket{statement="a",le="0.005"} 2"#))
        #expect(lines.contains(#"query_seconds_bucket{statement="a",le="30"} 2"#))
        #expect(lines.contains(#"query_seconds_bucket{statement="a",le="+Inf"} 3"#))
        #expect(lines.contains(#"query_seconds_sum{statement="a"} 60.004"#))
        #expect(lines.contains(#"query_seconds_count{statement="a"} 3"#))
    }

    @Test func `recorders of amounts become histograms`() {
        Recorder(label: "batch", factory: metrics).record(30)
        #expect(lines("batch").contains(#"batch_bucket{le="20"} 0"#))
        #expect(lines("batch").contains(#"batch_bucket{le="50"} 1"#))
    }

    @Test func `names and labels cannot break the text`() {
        Counter(label: "9 häßlich", dimensions: [("a:b", "x\"\\\n# TYPE evil")], factory: metrics).increment()
        #expect(
            lines("_9") == [
                "# TYPE _9_h__lich_total counter", #"_9_h__lich_total{a_b="x\"\\\n# TYPE evil"} 1"#,
            ])
    }

    @Test func `too many labels are counted together`() {
        for index in 1...10 {
            Counter(label: "hits", dimensions: [("path", "/\(index)")], factory: metrics).increment()
        }
        #expect(
            lines("hits_total") == [
                "# TYPE hits_total counter",
                #"hits_total{path="/1"} 1"#, #"hits_total{path="/2"} 1"#, #"hits_total{path="/3"} 1"#,
                #"hits_total{path="other"} 7"#,
            ])
    }

    @Test func `one name for two kinds is kept apart`() {
        Gauge(label: "size", factory: metrics).record(1)
        Recorder(label: "size", factory: metrics).record(5)
        #expect(lines("size ") == ["# TYPE size gauge", "size 1"])
        #expect(lines("size_histogram_count") == ["size_histogram_count 1"])
    }

    @Test func `the process's own figures are there`() throws {
        let memory = try #require(lines("process_resident_memory_bytes").last?.split(separator: " ").last)
        #expect(try #require(Int(memory)) > 1 << 20)
        #expect(lines("process_open_fds").count == 2)
        #expect(lines("process_cpu_seconds_total").count == 2)
    }

    @Test func `counting from many threads loses nothing`() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 { Counter(label: "busy", factory: metrics).increment() }
                }
            }
        }
        #expect(lines("busy_total") == ["# TYPE busy_total counter", "busy_total 8000"])
    }
}
