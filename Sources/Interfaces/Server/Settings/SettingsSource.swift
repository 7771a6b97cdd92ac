import Configuration
import Foundation

/// Where settings come from: the environment, and the file that `LOZENGE_SETTINGS_FILE` names. What stands in
/// both is taken from the environment.
struct SettingsSource: Sendable {
    private let config: ConfigReader
    /// Names that look like ours and are not, and lines of the file that say nothing.
    let problems: [String]

    init(environment: [String: String]) {
        var problems = Self.unknownNames(in: environment).map {
            "\($0) is not a setting of Lozenge\(Self.guess(for: $0))"
        }
        var file: [String: String] = [:]
        if let path = environment[SettingName.settingsFile.rawValue] {
            do {
                file = try Self.read(path, problems: &problems)
            } catch {
                problems.append("\(SettingName.settingsFile.rawValue): \(path) cannot be read")
            }
        }
        let secrets = SecretsSpecifier<String, String>.specific(
            Set(SettingName.allCases.filter(\.isSecret).map(\.rawValue)))
        config = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: secrets),
            EnvironmentVariablesProvider(environmentVariables: file, secretsSpecifier: secrets),
        ])
        self.problems = problems
    }

    /// The text of a setting; an empty one counts as absent.
    func text(_ name: SettingName) -> String? {
        let key = name.rawValue.lowercased().split(separator: "_").joined(separator: ".")
        let text = config.string(forKey: ConfigKey(key), isSecret: name.isSecret)
        return text?.isEmpty == false ? text : nil
    }

    /// What the care team's tool reads; somebody may have both in one shell.
    private static let ofTheTool: Set<String> = ["LOZENGE_SERVER", "LOZENGE_PASSWORD", "LOZENGE_CA_FILE"]

    private static func unknownNames(in settings: [String: String]) -> [String] {
        settings.keys.filter { name in
            name.hasPrefix("LOZENGE_") && SettingName(rawValue: name) == nil && !ofTheTool.contains(name)
        }.sorted()
    }

    /// ` (LOZENGE_PORT?)` where one setting begins like the unknown name.
    private static func guess(for name: String) -> String {
        let known = SettingName.allCases.map(\.rawValue)
        let close = known.filter { $0.commonPrefix(with: name).count > "LOZENGE_".count + 2 }
            .max { $0.commonPrefix(with: name).count < $1.commonPrefix(with: name).count }
        return close.map { " (\($0)?)" } ?? ""
    }

    private static func read(_ path: String, problems: inout [String]) throws -> [String: String] {
        var settings: [String: String] = [:]
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
        if mode & 0o077 != 0 { problems.append("\(path) may be read by others than its owner (chmod 600)") }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let equals = line.firstIndex(of: "="), line.hasPrefix("LOZENGE_") else {
                problems.append("\(path):\(index + 1) is not of the form LOZENGE_NAME=value")
                continue
            }
            let name = line[..<equals].trimmingCharacters(in: .whitespaces)
            if settings.updateValue(String(line[line.index(after: equals)...]), forKey: name) != nil {
                problems.append("\(path):\(index + 1) sets \(name) a second time")
            }
        }
        for name in unknownNames(in: settings) {
            problems.append("\(path): \(name) is not a setting of Lozenge\(guess(for: name))")
        }
        return settings
    }
}
