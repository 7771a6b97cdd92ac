import Postgres

/// Who acts when the queue moves its own rows. What a job does to the program's tables, it does as its own
/// actor.
struct QueueActor: DatabaseActor {
    var databaseSetting: String { "system:jobs" }
}
