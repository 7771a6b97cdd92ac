import CLibpq

extension ServerLink {
    /// The channels of the notifications that have arrived, but for those that this connection sent itself.
    func takeNotifications() -> Set<String> {
        var channels: Set<String> = []
        while let notification = PQnotifies(connection) {
            if notification.pointee.be_pid != PQbackendPID(connection),
                let name = notification.pointee.relname
            {
                channels.insert(String(cString: name))
            }
            PQfreemem(notification)
        }
        return channels
    }
}
