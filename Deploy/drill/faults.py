"""What goes wrong, one after the other, under load."""

import time

from .nodes import TIME_TO_LIVE
from .processes import wait_until

# Every client must be back within so many seconds.
BOUND = TIME_TO_LIVE + 5


class Switchover:
    """An administrator makes another node the primary."""

    name = "switchover"
    counts_from = "the order"

    def strike(self, cluster):
        cluster.switch_over()
        return None

    def mend(self, cluster):
        """Nothing is broken."""


class Kill:
    """The primary's node loses power: postgres and patroni end at once. It comes back later, with its disk."""

    name = "kill"
    counts_from = "the kill"

    def __init__(self):
        self.node = None

    def strike(self, cluster):
        self.node = cluster.primary()
        self.node.kill()

    def mend(self, cluster):
        self.node.start()


class Freeze:
    """All processes of the primary's node stand still, its connections stay open. Later it goes on, and takes itself
    for the primary until it finds out."""

    name = "freeze"
    counts_from = "the freeze"

    def __init__(self):
        self.node = None

    def strike(self, cluster):
        self.node = cluster.primary()
        self.node.freeze()

    def mend(self, cluster):
        self.node.thaw()


class EtcdStopped:
    """Nobody can prove to be the primary, so nobody may be. The time counts from when etcd is back."""

    name = "etcd"
    counts_from = "etcd's return"

    def strike(self, cluster):
        cluster.etcd.stop()
        wait_until(lambda: not cluster.leaders(), 3 * TIME_TO_LIVE, "the primary, demoting itself without etcd")
        time.sleep(5)
        cluster.etcd.start()
        return time.monotonic()

    def mend(self, cluster):
        """It is back already."""


ALL = [Switchover, Kill, Freeze, EtcdStopped]
