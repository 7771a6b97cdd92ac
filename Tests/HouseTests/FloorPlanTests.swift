import Testing

@Suite struct `Who knows whom` {
    @Test func `every import is in the floor plan`() throws {
        var breaches: [Breach] = []
        for source in try House.swiftFiles() where source.path.hasPrefix("Sources/") {
            let target = FloorPlan.target(of: source.path)
            let allowed = FloorPlan.all[target, default: []].union(FloorPlan.withSwift)
            for (line, module) in source.imports where !allowed.contains(module) {
                breaches.append(
                    Breach(path: source.path, line: line, words: "\(target) may not import \(module)"))
            }
        }
        #expect(breaches == [])
    }

    @Test func `the package declares what the floor plan has, and what is imported`() throws {
        let ofTests: Set = ["Support", "CareSupport", "DoorSupport", "QueueDrill"]
        let declared = try DeclaredTargets.read().targets.filter {
            $0.type != "test" && !ofTests.contains($0.name)
        }
        #expect(Set(declared.map(\.name)) == Set(FloorPlan.all.keys))

        var imported: [String: Set<String>] = [:]
        for source in try House.swiftFiles() {
            imported[FloorPlan.target(of: source.path), default: []].formUnion(source.imports.map(\.module))
        }
        for target in declared {
            let names = Set(target.dependencies.map(\.name))
            let used = imported[target.name, default: []].subtracting(FloorPlan.withSwift)
            #expect(
                names.subtracting(FloorPlan.all[target.name, default: []]) == [],
                "\(target.name) declares too much")
            #expect(names.subtracting(used) == [], "\(target.name) declares what it never imports")
            #expect(used.subtracting(names) == [], "\(target.name) imports what it does not declare")
        }
    }

    @Test func `the tests declare what they import, and nothing else`() throws {
        // Nobody imports programs; whoever starts them has them built.
        let programs: Set = ["lozenged", "lozenge", "QueueDrill"]
        var imported: [String: Set<String>] = [:]
        for source in try House.swiftFiles() where source.path.hasPrefix("Tests/") {
            // A target's hyphen is its module's underscore.
            let modules = source.imports.map { $0.module.replacing("_", with: "-") }
            imported[FloorPlan.target(of: source.path), default: []].formUnion(modules)
        }
        for target in try DeclaredTargets.read().targets where FloorPlan.all[target.name] == nil {
            let names = Set(target.dependencies.map(\.name))
            let used = imported[target.name, default: []].subtracting(FloorPlan.withSwift)
            #expect(
                names.subtracting(used).subtracting(programs).subtracting(["Support"]) == [],
                "\(target.name) declares what it never imports")
            #expect(used.subtracting(names) == [], "\(target.name) imports what it does not declare")
        }
    }

    @Test(arguments: FloorPlan.stages.keys.sorted())
    func `a stage never imports a stage`(stage: String) throws {
        let neighbours = try #require(FloorPlan.stages[stage]).intersection(FloorPlan.stages.keys)
        #expect(neighbours == [])
    }

    @Test func `each floor looks down only`() {
        let care = Set(FloorPlan.tools.keys).union(FloorPlan.stages.keys).union(FloorPlan.carePath.keys)
        let above = care.union(FloorPlan.partners.keys).union(FloorPlan.interfaces.keys)
        let outer = Set(FloorPlan.partners.keys).union(FloorPlan.interfaces.keys)
        for (name, imports) in FloorPlan.platform { #expect(imports.isDisjoint(with: above), "\(name)") }
        for (name, imports) in FloorPlan.tools {
            #expect(imports.isDisjoint(with: FloorPlan.stages.keys), "\(name)")
        }
        for (name, imports) in FloorPlan.stages.merging(FloorPlan.carePath, uniquingKeysWith: { $1 }) {
            #expect(imports.isDisjoint(with: outer), "\(name)")
            #expect(!imports.contains("Outbound") && !imports.contains("Hummingbird"), "\(name)")
        }
        for (name, imports) in FloorPlan.partners {
            #expect(imports.intersection(FloorPlan.stages.keys).count == 1, "\(name)")
            #expect(imports.isDisjoint(with: FloorPlan.interfaces.keys), "\(name)")
        }
    }

    @Test func `the C libraries are known to one target each`() {
        #expect(FloorPlan.all.filter { $0.value.contains("CLibpq") }.keys.sorted() == ["Postgres"])
        #expect(FloorPlan.all.filter { $0.value.contains("CCurl") }.keys.sorted() == ["Outbound"])
    }

    @Test(arguments: ["lozenge", "Cohort", "Wire"])
    func `what talks HTTP knows no database and no care path`(name: String) throws {
        let inside = Set(FloorPlan.stages.keys).union(FloorPlan.carePath.keys).union([
            "Postgres", "JobQueue", "API",
        ])
        #expect(try #require(FloorPlan.all[name]).isDisjoint(with: inside))
    }
}
